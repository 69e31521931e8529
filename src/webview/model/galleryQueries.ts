import type { Gallery } from '../../protocol/run';

export type GalleryQuery = Gallery['queries'][number];

/** A query is wrong where its nearest neighbour is of another class: Recall@1 misses it. */
export function isWrong({ neighbours }: GalleryQuery): boolean {
  return neighbours.length > 0 && !neighbours[0]!.same;
}

/** The queries, worst first. */
export function queriesOf({ queries }: Gallery, wrongOnly: boolean): GalleryQuery[] {
  const chosen = wrongOnly ? queries.filter(isWrong) : [...queries];
  return chosen.sort((a, b) => a.averagePrecision - b.averagePrecision);
}

/** Where a picture stands in gallery.png, pixels. */
export function tileAt({ tile, columns }: Gallery, item: number): { readonly x: number; readonly y: number } {
  return { x: (item % columns) * tile.width, y: Math.floor(item / columns) * tile.height };
}

/** The size in which a tile is drawn within a square of that side: a small one so many times as large, a large one less. */
export function fitted(tile: Gallery['tile'], side: number): Gallery['tile'] {
  const room = side / Math.max(tile.width, tile.height);
  const scale = room < 1 ? room : Math.floor(room);
  return {
    width: Math.max(1, Math.round(scale * tile.width)),
    height: Math.max(1, Math.round(scale * tile.height)),
  };
}
