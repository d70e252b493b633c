import type { RelationGraph, ResourceDetail } from '../../../src/api/contract/index.ts';
import { useElementSize } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { relationsQuery } from '../api/inventory-queries.ts';
import { Card } from '../components/parts.tsx';
import { Loaded } from '../components/states.tsx';
import { plural } from '../format.ts';
import { layoutOf, type Placed } from './map-layout.ts';
import { shortId } from './relation-words.ts';
import { useTypeName } from './type-names.ts';

const step = 72;
const boxHeight = 60;
const gap = 44;
const widest = 232;
const narrowest = 148;

interface Boxes {
  width: number;
  left: (place: Pick<Placed, 'column'>) => number;
  middle: (place: Placed) => number;
}

/** A curve from the side of one box to the side of the next. */
function Line({ from, to, boxes }: { from: Placed; to: Placed; boxes: Boxes }) {
  const isRight = to.column > from.column;
  const x1 = boxes.left(from) + (isRight ? boxes.width : 0);
  const x2 = boxes.left(to) + (isRight ? 0 : boxes.width);
  const bend = (x1 + x2) / 2;
  return <path d={`M${x1} ${boxes.middle(from)} C${bend} ${boxes.middle(from)} ${bend} ${boxes.middle(to)} ${x2} ${boxes.middle(to)}`} />;
}

function Box({ place, parent, boxes }: { place: Placed; parent: Placed | undefined; boxes: Boxes }) {
  const typeName = useTypeName();
  const style = { left: boxes.left(place), top: boxes.middle(place) - boxHeight / 2, width: boxes.width, height: boxHeight };
  const { node } = place;
  if (node === null) {
    // Of the thing itself the list below has them all; of a neighbour its own page.
    if (Math.abs(place.column) === 1 || parent === undefined) return <a className="map-box map-more" style={style} href="#relations">and {plural(place.more, 'more thing')}</a>;
    if (parent.node?.external === true) return <div className="map-box map-more map-external" style={style}>{plural(place.more, 'thing')} beyond it</div>;
    return <Link to="/inventory/resource" search={{ id: parent.id }} className="map-box map-more" style={style}>{plural(place.more, 'thing')} beyond it</Link>;
  }
  const name = node.name ?? shortId(node.id);
  const what = node.external ? 'not collected' : node.type === null ? '' : typeName(node.type);
  const lines = <>{place.relation === '' ? null : <span className="map-relation cut">{place.relation}</span>}<span className="map-name cut">{name}</span><span className="map-type cut">{what}</span></>;
  if (place.parent === null) return <div className="map-box map-root" style={style} title={node.id}>{lines}</div>;
  if (node.external) return <div className="map-box map-external" style={style} title={node.id} tabIndex={0}>{lines}</div>;
  return <Link to="/inventory/resource" search={{ id: node.id }} className="map-box" style={style} title={node.id}>{lines}</Link>;
}

function Drawing({ graph, resource }: { graph: RelationGraph; resource: ResourceDetail }) {
  const { ref, width } = useElementSize();
  const scroller = useRef<HTMLDivElement>(null);
  const layout = useMemo(() => layoutOf(graph, resource.id), [graph, resource.id]);
  const number = layout.columns.length;
  const box = Math.max(narrowest, Math.min(widest, Math.floor((width - gap * (number - 1)) / number)));
  const boxes: Boxes = { width: box, left: ({ column }) => layout.columns.indexOf(column) * (box + gap), middle: ({ row }) => row * step + step / 2 };
  const size = { width: number * box + (number - 1) * gap, height: layout.rows * step };
  const middle = boxes.left({ column: 0 }) + box / 2;
  // Where it is wider than the page, the thing itself is in sight first.
  useEffect(() => { scroller.current?.scrollTo({ left: middle - width / 2 }); }, [middle, width]);
  const byId = new Map(layout.placed.map((place) => [place.id, place]));
  // In reading order: what leads to it, the thing, what it leads to.
  const ordered = [...layout.placed].sort((a, b) => a.column - b.column || a.row - b.row);
  return (
    <div ref={ref}>
      <div ref={scroller} className="map-scroll" role="region" aria-label="Map of what it hangs together with" tabIndex={size.width > width && width > 0 ? 0 : -1}>
        <div className="map" style={size}>
          <svg width={size.width} height={size.height} aria-hidden="true" focusable="false">
            {layout.placed.map((place) => {
              const parent = place.parent === null ? undefined : byId.get(place.parent);
              return parent === undefined ? null : <Line key={place.id} from={parent} to={place} boxes={boxes} />;
            })}
          </svg>
          {ordered.map((place) => <Box key={place.id} place={place} parent={place.parent === null ? undefined : byId.get(place.parent)} boxes={boxes} />)}
        </div>
      </div>
    </div>
  );
}

/** Two steps in each direction. The list of relations beside it says the same in words. */
export function DependencyMap({ resource }: { resource: ResourceDetail }) {
  const graph = useQuery(relationsQuery(resource.id));
  const others = (graph.data?.nodes.length ?? 1) - 1;
  if (graph.data !== undefined && others === 0) return null;
  return (
    <Card className="gap-below" title="Dependencies" aside={graph.data === undefined ? null : `${plural(others, 'thing')} within two steps${graph.data.is_cut ? ', and more' : ''} · also as a list below`}>
      <Loaded of={graph} skeleton={<div className="map-wait" />}>{(data) => <Drawing graph={data} resource={resource} />}</Loaded>
    </Card>
  );
}
