import { describe, expect, test } from 'vitest';
import { layoutOf } from './map-layout.ts';

const node = (id: string, distance: number) => ({ id, name: id, type: 'aws:ec2:volume', region: 'eu-west-1', account: '1', distance, external: false });
const graph = (ids: [string, number][], edges: [from: string, to: string, kind: string][]) => ({ nodes: ids.map(([id, distance]) => node(id, distance)), edges: edges.map(([from, to, kind]) => ({ from, to, kind })), is_cut: false });
const at = (layout: ReturnType<typeof layoutOf>, id: string) => layout.placed.find((each) => each.id === id);

describe('the map of a thing', () => {
  test('stands what leads to it left and what it leads to right, theirs beyond', () => {
    const layout = layoutOf(graph([['i', 0], ['subnet', 1], ['vpc', 2], ['lb', 1]], [['i', 'subnet', 'member-of'], ['subnet', 'vpc', 'member-of'], ['lb', 'i', 'routes-to']]), 'i');
    expect([at(layout, 'i')?.column, at(layout, 'subnet')?.column, at(layout, 'vpc')?.column, at(layout, 'lb')?.column]).toEqual([0, 1, 2, -1]);
    expect(at(layout, 'vpc')).toMatchObject({ parent: 'subnet', relation: 'Part of' });
    expect(at(layout, 'lb')?.relation).toBe('Reached from');
    expect(layout.columns).toEqual([-1, 0, 1, 2]);
  });

  test('places a thing once, however many relations lead to it', () => {
    const layout = layoutOf(graph([['i', 0], ['v', 1]], [['i', 'v', 'attached-to'], ['v', 'i', 'attached-to'], ['i', 'v', 'uses']]), 'i');
    expect(layout.placed.filter(({ id }) => id === 'v')).toHaveLength(1);
  });

  test('counts what has no room, and gives no two things one place', () => {
    const many = Array.from({ length: 40 }, (_, index) => `s${index}`);
    const layout = layoutOf(graph([['vpc', 0], ...many.map((id): [string, number] => [id, 1]), ...many.map((id): [string, number] => [`${id}x`, 2])], many.flatMap((id): [string, string, string][] => [[id, 'vpc', 'member-of'], [`${id}x`, id, 'member-of']])), 'vpc');
    expect(layout.placed.find(({ more }) => more > 0)).toMatchObject({ more: 32, column: -1 });
    const places = layout.placed.map(({ column, row }) => `${column} ${row}`);
    expect(new Set(places).size).toBe(places.length);
    expect(layout.rows).toBeLessThanOrEqual(9);
  });

  test('shows one of each kind before a second of any', () => {
    const many = Array.from({ length: 30 }, (_, index): [string, number] => [`s${index}`, 1]);
    const made = graph([['vpc', 0], ...many, ['gateway', 1]], [...many.map(([id]): [string, string, string] => [id, 'vpc', 'member-of']), ['gateway', 'vpc', 'attached-to']]);
    expect(at(layoutOf(made, 'vpc'), 'gateway')?.column).toBe(-1);
  });

  test('is the thing alone where nothing is known', () => {
    expect(layoutOf(graph([['i', 0]], []), 'i')).toMatchObject({ rows: 1, columns: [0] });
  });
});
