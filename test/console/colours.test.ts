import { readFileSync } from 'node:fs'

const css = readFileSync(new URL('../../console/styles.css', import.meta.url), 'utf8')

/** The colour tokens of a theme, by name. */
function tokens(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`)
  const block = css.slice(start, css.indexOf('}', start))
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]),
  )
}

/** Relative luminance [WCAG 2.2]. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light! + 0.05) / (dark! + 0.05)
}

const pairs = [
  ...['ink', 'muted', 'faint', 'accent', 'ok', 'warn', 'bad'].flatMap((text) => [
    [text, 'surface'],
    [text, 'canvas'],
    [text, 'subtle'],
  ]),
  ['accent-ink', 'accent'],
  ['accent', 'accent-soft'],
  ['ok', 'ok-soft'],
  ['warn', 'warn-soft'],
  ['bad', 'bad-soft'],
]

describe.each([
  ['light', ':root'],
  ['dark', '[data-theme="dark"]'],
])('the %s theme', (_theme, selector) => {
  const colours = tokens(selector)

  test.each(pairs)('writes %s on %s with a contrast of 4.5 or more', (text, ground) => {
    expect(contrast(colours.get(text!)!, colours.get(ground!)!)).toBeGreaterThanOrEqual(4.5)
  })
})
