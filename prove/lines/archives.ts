import type { Line } from '../line.ts'
import { number } from '../line.ts'
import { uploadArchives } from '../loads/archives.ts'

export const line: Line = {
  title: 'hostile archives and manifests, uploaded to a server',
  bar: '2,000 files: 0 escapes, 0 crashes, server under 300 MiB',
  async measure(length) {
    const seed = Math.floor(Math.random() * 2 ** 31)
    const found = await uploadArchives(length === 'long' ? 2_000 : 300, seed)
    const { files, refused, wrong, escapes, mebibytes, slowestMilliseconds } = found
    const isKept = wrong.length === 0 && escapes.length === 0 && mebibytes < 300
    const complaints = [...wrong, ...escapes].slice(0, 3).join('; ')
    return {
      state: isKept ? 'kept' : 'broken',
      figure:
        `${number(files)} files, ${number(refused)} refused, ${wrong.length} other answers, ${escapes.length} escapes; at most ` +
        `${number(mebibytes)} MiB, slowest ${number(slowestMilliseconds)} ms; seed ${seed}${complaints && ` (${complaints})`}`,
    }
  },
}
