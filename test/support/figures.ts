import { appendFileSync } from 'node:fs'

/** What a test measured, for `npm run prove`, which names a file for it; without that nothing happens. */
export function reportFigures(name: string, figures: object): void {
  const file = process.env.HOCBA_TEST_FIGURES
  if (file) appendFileSync(file, `${JSON.stringify({ name, ...figures })}\n`)
}
