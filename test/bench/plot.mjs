// A picture of how cost grows: logarithmic in both directions, so that what grows linearly is a line of slope 1. Its greys and
// colours can be told from a light and from a dark page.
const colors = ['#3b82c4', '#d0742a', '#2f9e62', '#a05fc0', '#c2486b'];
const grey = '#808080';
const panel = { width: 330, height: 250, left: 56, top: 34, gap: 190, bottom: 44 };

/** Panels side by side: { title, unit, lines: [{ name, values }] }, each value beside one of `sizes` ({ bytes, label }). */
export function plot(panels, sizes) {
  const width = panels.length * (panel.left + panel.width + panel.gap);
  const height = panel.top + panel.height + panel.bottom;
  const drawn = panels.map((one, i) => {
    const x = i * (panel.left + panel.width + panel.gap) + panel.left;
    return `<g transform="translate(${x} ${panel.top})">\n${draw(one, sizes)}\n</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="${grey}">
<title>${panels.map(({ title }) => escape(title)).join('; ')}, by the size of what is read</title>
${drawn.join('\n')}
</svg>
`;
}

function draw({ title, unit, lines }, sizes) {
  const values = lines.flatMap((line) => line.values.filter((value) => value > 0));
  const [low, high] = [
    Math.floor(Math.log10(Math.min(...values))),
    Math.ceil(Math.log10(Math.max(...values))),
  ];
  const first = Math.log(sizes[0].bytes);
  const last = Math.log(sizes.at(-1).bytes);
  const x = (bytes) => round(((Math.log(bytes) - first) / (last - first || 1)) * panel.width);
  const y = (value) => round(panel.height * (1 - (Math.log10(value) - low) / (high - low || 1)));
  const parts = [`<text y="-14" font-weight="600">${escape(title)} (${unit})</text>`];
  for (let power = low; power <= high; power++) {
    const at = y(10 ** power);
    parts.push(`<path d="M0 ${at}H${panel.width}" stroke="${grey}" stroke-opacity=".35"/>`);
    parts.push(`<text x="-8" y="${at + 4}" text-anchor="end">${Number((10 ** power).toPrecision(1))}</text>`);
  }
  for (const { bytes, label } of sizes) {
    parts.push(`<path d="M${x(bytes)} 0V${panel.height}" stroke="${grey}" stroke-opacity=".2"/>`);
    parts.push(`<text x="${x(bytes)}" y="${panel.height + 20}" text-anchor="middle">${label}</text>`);
  }
  const ends = spreadOut(lines.map((line) => y(line.values.at(-1))));
  lines.forEach(({ name, values: of }, i) => {
    const color = colors[i % colors.length];
    const points = sizes.flatMap(({ bytes }, at) => (of[at] > 0 ? [[x(bytes), y(of[at])]] : []));
    const path = points.map((point, at) => `${at === 0 ? 'M' : 'L'}${point.join(' ')}`).join('');
    parts.push(`<path d="${path}" fill="none" stroke="${color}" stroke-width="2"/>`);
    parts.push(...points.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3" fill="${color}"/>`));
    parts.push(`<text x="${panel.width + 10}" y="${ends[i] + 4}" fill="${color}">${escape(name)}</text>`);
  });
  return parts.join('\n');
}

/** Moves labels apart that would lie on each other; their order stays. */
function spreadOut(places) {
  const least = 15;
  const order = places.map((place, i) => ({ place, i })).sort((a, b) => a.place - b.place);
  order.forEach((one, at) => {
    if (at > 0) {
      one.place = Math.max(one.place, order[at - 1].place + least);
    }
  });
  const result = [];
  order.forEach(({ place, i }) => (result[i] = round(place)));
  return result;
}

function round(value) {
  return Number(value.toFixed(1));
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
