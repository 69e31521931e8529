import { send } from '../host';
import { chartSvg, pictureSize } from '../model/chartSvg';
import type { ChartContent } from './lineChart';
import { dashOf } from './lineStyle';

interface Props {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly title: string;
  readonly content: ChartContent;
}

/** Pixels of the picture for each of the drawing's. */
const sharpness = 2;

/** Hands out a chart as a picture for a paper. */
export function PictureButtons({ name, title, content }: Props) {
  const { data, series, axis, format, log } = content;
  const lines = series.map(({ label, place }) => ({ label, place, dash: dashOf(place) }));
  const picture = () => ({ title, data, lines, axis, format, log });
  return (
    <span class="picture-buttons">
      <button
        class="small"
        aria-label={`Save the chart of ${title} as SVG`}
        onClick={() => send({ type: 'save', kind: 'svg', name, text: chartSvg(picture()) })}
      >
        SVG
      </button>
      <button
        class="small"
        aria-label={`Save the chart of ${title} as PNG`}
        onClick={() => {
          void pngOf(chartSvg(picture()), pictureSize({ lines })).then((text) =>
            send({ type: 'save', kind: 'png', name, text }),
          );
        }}
      >
        PNG
      </button>
    </span>
  );
}

/** The picture in pixels, its file in base64. */
async function pngOf(svg: string, { width, height }: { width: number; height: number }): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = sharpness * width;
  canvas.height = sharpness * height;
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}
