import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../../shared/fixtures')

/** A fixture that is kept beside the project, e.g. `golf/golf_RuntimeBasicCalls_SCORM12.zip`; undefined in a plain clone. */
export const fixture = (path: string): Buffer | undefined => {
  const file = join(folder, path)
  return existsSync(file) ? readFileSync(file) : undefined
}

/** `test`, or `test.skip` with the reason in the name where the fixture is absent. */
export function testWithFixture(
  path: string,
  name: string,
  run: (zip: Buffer) => Promise<void>,
  timeoutMs?: number,
): void {
  const zip = fixture(path)
  if (zip) test(name, () => run(zip), timeoutMs)
  else test.skip(`${name} [skipped: ../shared/fixtures/${path} is not here]`, () => undefined)
}
