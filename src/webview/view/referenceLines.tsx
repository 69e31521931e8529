/** What runs are held against, below them: the untrained network, raw pixels, and what the paper reports. */
import { differenceText, shortDifferences } from '../model/comparability';
import { printedPercent } from '../model/format';
import type { Reference } from '../model/groups';
import { figureOf, type NearFigure } from '../model/nearFigures';
import { UnlikeIcon, WarningIcon } from './icons';
import { Cells, Mean, Name, roomIn, type Cell, type LineProps } from './tableLine';

type Props = Pick<LineProps, 'columns' | 'left' | 'index'>;

export function ReferenceLine({
  reference,
  columns,
  left,
  index,
}: Props & { readonly reference: Reference }) {
  return (
    <tr class="reference" aria-rowindex={index}>
      <Name left={left[0]!}>
        <span class="text">{reference.label}</span>
      </Name>
      <Cells columns={columns} left={left}>
        {({ id, metric }) => {
          if (id === 'seed') return reference.n;
          const summary = metric === null ? undefined : reference.scores[metric];
          return metric === null ? '' : <Mean metric={metric} summary={summary} />;
        }}
      </Cells>
      <td />
    </tr>
  );
}

/** A figure of the paper, with its source and all that keeps it from being compared with ours. */
export function FigureLine({ near, columns, left, index }: Props & { readonly near: NearFigure }) {
  const { figure, apart } = near;
  const words = roomIn(columns, ({ metric }) => metric === null) ?? {
    from: columns.length,
    to: columns.length,
  };
  const cell: Cell = ({ metric }) => (metric === null ? '' : printedPercent(figureOf(figure, metric)));
  return (
    <tr class="reference figure" aria-rowindex={index}>
      <Name left={left[0]!}>
        <span class="text" title={nameOf(near)}>
          {nameOf(near)}
        </span>
        {!figure.verified && (
          <span class="badge badge-warning" title="Unverified: the source itself was not seen">
            <WarningIcon />
            <span class="visually-hidden"> unverified</span>
          </span>
        )}
        {apart.length > 0 && (
          <span class="badge badge-warning" title={apart.map(differenceText).join('\n')}>
            <UnlikeIcon />
            <span class="visually-hidden"> not comparable</span>
          </span>
        )}
      </Name>
      <Cells columns={columns.slice(0, words.from)} left={left}>
        {cell}
      </Cells>
      {words.to > words.from && (
        <td
          colSpan={words.to - words.from}
          class="dim words"
          title={[figure.source, ...apart.map(differenceText)].join('\n')}
        >
          {figure.source}
          {!figure.verified && ', unverified'}
          {apart.length > 0 && ` · not comparable: ${shortDifferences(apart)}`}
        </td>
      )}
      <Cells columns={columns.slice(words.to)} left={left.slice(words.to)} whole>
        {cell}
      </Cells>
      <td />
    </tr>
  );
}

/** `paper: CUB-200-2011`, with the method where the paper reports several. */
function nameOf({ figure, method }: NearFigure): string {
  return `paper: ${figure.dataset}${method === null ? '' : `, ${method}`}`;
}
