import { type Collection, collection } from './collection.ts'
import type { View } from './view.ts'

/** A document of the server holds 16 MiB at most: longer contents are cut into pieces. */
const pieceBytes = 8 * 1024 * 1024

interface PieceRow {
  /** Whose it is, a space and its number. */
  _id: string
  of: string
  number: number
  bytes: Buffer
}

/** Declares where the long contents of a slice's documents are kept. */
export const pieceCollection = (name: string): Collection<PieceRow> =>
  collection<PieceRow>(name, [{ keys: { of: 1, number: 1 } }])

/** Contents as a field of a document keeps them: themselves, or into how many pieces they are cut. */
export type Kept = Buffer | number

interface Contents {
  /** Names them, in this collection. */
  readonly of: string
  readonly bytes: Buffer
  /** Up to so many bytes they stay whole. */
  readonly wholeMax?: number
}

/** Keeps contents of any length. @returns what `readKept` finds them by. */
export async function keep(
  view: View,
  into: Collection<PieceRow>,
  { of, bytes, wholeMax = pieceBytes }: Contents,
): Promise<Kept> {
  if (bytes.length <= wholeMax) return bytes
  const count = Math.ceil(bytes.length / pieceBytes)
  for (let number = 0; number < count; number++) {
    const piece = bytes.subarray(number * pieceBytes, (number + 1) * pieceBytes)
    await view.in(into).insert({ _id: `${of} ${number}`, of, number, bytes: piece })
  }
  return count
}

export async function readKept(
  view: View,
  from: Collection<PieceRow>,
  { of, kept }: { readonly of: string; readonly kept: Kept },
): Promise<Buffer> {
  if (typeof kept !== 'number') return kept
  const pieces = await view.in(from).find({ of }, { sort: { number: 1 } })
  return Buffer.concat(pieces.map(({ bytes }) => bytes))
}

/** Removes the pieces of contents that are cut. */
export async function removeKept(
  view: View,
  from: Collection<PieceRow>,
  all: readonly { readonly of: string; readonly isCut: boolean }[],
): Promise<void> {
  const cut = all.filter(({ isCut }) => isCut).map(({ of }) => of)
  if (cut.length > 0) await view.in(from).remove({ of: { $in: cut } })
}
