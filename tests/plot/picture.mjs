// The picture of issuance and emission: two diagrams over the same years.

import { parse, View } from 'vega';

const WIDTH = 640;
const ISSUANCE = { height: 250, most: 2_200, ticks: [0, 500, 1_000, 1_500, 2_000] };
const EMISSION = { height: 200, most: 90, ticks: [0, 25, 50, 75] };
const TOP = 92; // Of the first diagram, below the title.
const GAP = 62; // Between the diagrams, for the labels of the years and a headline.
const MARGIN = { left: 76, right: 40, bottom: 56 };

const [INK, SOFT, GRID] = ['#24292f', '#57606a', '#e4e8ec'];
const ISSUED = '#7a3e9d';
const BOLD = { fontWeight: 'bold' };
/** The parts of an emission from the bottom of a bar on, in colours that all can distinguish. */
const PARTS = [['validators', '#0072b2'], ['incentives', '#e69f00'], ['treasury', '#009e73']];

/**
 * Returns the picture as SVG, of `cap` and `years`, each `{ year, issuance, emission, validators,
 * incentives, treasury }` in planck, the first of which is genesis. The same bytes of the same
 * numbers: nothing in it is measured or taken from this machine.
 */
export async function draw(cap, years) {
  const last = years.at(-1).year;
  const values = years.map((row) => ({ ...inMillions(row), year: row.year }));
  /** @type {any} */ // Vega's types take literals only, which these functions do not return.
  const spec = {
    $schema: 'https://vega.github.io/schema/vega/v6.json',
    background: 'white',
    autosize: 'none',
    width: MARGIN.left + WIDTH + MARGIN.right,
    height: TOP + ISSUANCE.height + GAP + EMISSION.height + MARGIN.bottom,
    config: {
      axis: { labelFontSize: 12, labelColor: SOFT, titleFontSize: 12, titleColor: SOFT,
        titleFontWeight: 'normal', gridColor: GRID, domainColor: SOFT, tickColor: SOFT },
    },
    data: [
      { name: 'years', values },
      { name: 'emissions', values: values.slice(1).flatMap(parts) },
    ],
    scales: [{ name: 'x', domain: [0, last], range: [0, WIDTH] }],
    marks: [
      text(`NES in the first ${last} years`, { x: 16, y: 28 }, { fontSize: 17, ...BOLD }),
      text('as the parameters of genesis have it, when no fee is burned', { x: 16, y: 48 }),
      issuance(Number(cap / 10n ** 18n), values),
      emission(values),
    ],
  };
  return `${await new View(parse(spec), { renderer: 'none' }).toSVG()}\n`;
}

/** Returns every amount of `row` in millions of NES, without the fractions of a NES. */
function inMillions(row) {
  const amounts = Object.entries(row).filter(([, amount]) => typeof amount === 'bigint');
  const millions = (amount) => Number(amount / 10n ** 12n) / 1e6;
  return Object.fromEntries(amounts.map(([name, amount]) => [name, millions(amount)]));
}

/** Returns the rectangles of a year's bar, each on the one before. */
function parts(row) {
  let from = 0;
  return PARTS.map(([part, colour]) => {
    const rectangle = { year: row.year, from, to: from + row[part], colour };
    from = rectangle.to;
    return rectangle;
  });
}

/** Returns the diagram of the issuance, under a line for the cap. */
function issuance(cap, values) {
  const at = { x: { scale: 'x', field: 'year' }, y: { scale: 'y', field: 'issuance' } };
  return diagram('Issuance: all NES', TOP, ISSUANCE, 'million NES', [
    { type: 'area', from: { data: 'years' }, encode: { enter: {
      ...at, y2: { scale: 'y', value: 0 }, fill: { value: ISSUED }, fillOpacity: { value: 0.1 },
    } } },
    { type: 'rule', ...fixed({
      x: 0, x2: WIDTH, y: { scale: 'y', value: cap },
      stroke: INK, strokeWidth: 1.5, strokeDash: { value: [6, 4] },
    }) },
    text(`cap: ${format(cap, 0)} million NES`, { x: 8, y: { scale: 'y', value: cap } }, { dy: -7 }),
    { type: 'line', from: { data: 'years' }, encode: { enter: {
      ...at, stroke: { value: ISSUED }, strokeWidth: { value: 2.5 },
    } } },
    ...values.filter(({ year }) => year % 10 === 0).flatMap(({ year, issuance: amount }) => {
      const place = { x: { scale: 'x', value: year }, y: { scale: 'y', value: amount } };
      const beside = year === values.at(-1).year ? { align: 'right' } : { align: 'left', dx: 6 };
      return [
        { type: 'symbol', ...fixed({ ...place, size: 42, fill: ISSUED }) },
        text(format(amount, 1), place, { ...beside, dy: 20, fill: ISSUED }),
      ];
    }),
  ]);
}

/** Returns the diagram of what each year mints, and for what. */
function emission(values) {
  const top = TOP + ISSUANCE.height + GAP;
  const labelled = values.filter(({ year }) => year === 1 || (year % 10 === 0 && year > 0));
  const headline = 'Emission: new NES in each year, and for whom';
  return diagram(headline, top, EMISSION, 'million NES a year', [
    { type: 'rect', from: { data: 'emissions' }, encode: { enter: {
      x: { scale: 'x', signal: 'datum.year - 1', offset: 1.5 },
      x2: { scale: 'x', field: 'year', offset: -1.5 },
      y: { scale: 'y', field: 'from' }, y2: { scale: 'y', field: 'to' },
      fill: { field: 'colour' },
    } } },
    ...labelled.map(({ year, emission: amount }) => text(
      format(amount, 1),
      { x: { scale: 'x', value: year - 1 }, y: { scale: 'y', value: amount } },
      { dx: 1.5, dy: -6 },
    )),
    rectangle({ x: WIDTH - 160, y: 6, width: 162, height: 72, fill: 'white' }),
    ...legend(values[1]),
  ], 'years from genesis');
}

/** Returns the names of the parts, in their order in a bar. */
function legend(first) {
  return PARTS.flatMap(([part, colour], index) => {
    const share = Math.round((first[part] / first.emission) * 100);
    const y = 24 + 22 * (PARTS.length - 1 - index);
    return [
      rectangle({ x: WIDTH - 150, y: y - 10, width: 12, height: 12, fill: colour }),
      text(`${part}, ${share} %`, { x: WIDTH - 130, y }),
    ];
  });
}

/** Returns a group with axes and a headline, `top` pixels below the picture's edge. */
function diagram(headline, top, { height, most, ticks }, unit, marks, years) {
  return {
    type: 'group',
    ...fixed({ x: MARGIN.left, y: top, width: WIDTH, height }),
    scales: [{ name: 'y', domain: [0, most], range: [height, 0] }],
    axes: [
      { scale: 'y', orient: 'left', title: unit, titleX: -58, format: ',d', values: ticks,
        grid: true, gridScale: 'x', domain: false, ticks: false, labelPadding: 8 },
      { scale: 'x', orient: 'bottom', title: years, titleY: 34, format: 'd', tickCount: 6 },
    ],
    marks: [
      text(headline, { x: 16 - MARGIN.left, y: -14 }, { fontSize: 13, ...BOLD }),
      ...marks,
    ],
  };
}

/** Returns a text; its `place` is in pixels or on scales. */
function text(words, place, style = {}) {
  const plain = { font: 'sans-serif', fontSize: 12, fill: INK };
  return { type: 'text', ...fixed({ text: words, ...plain, ...place, ...style }) };
}

const rectangle = (properties) => ({ type: 'rect', ...fixed(properties) });

/** Returns properties that no data changes, in Vega's form. */
function fixed(properties) {
  const entries = Object.entries(properties).map(([name, value]) =>
    [name, typeof value === 'object' ? value : { value }]);
  return { encode: { enter: Object.fromEntries(entries) } };
}

const format = (number, decimals) => number.toLocaleString('en-US', {
  minimumFractionDigits: decimals,
  maximumFractionDigits: decimals,
});
