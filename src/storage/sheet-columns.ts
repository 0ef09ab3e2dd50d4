import type { Marks } from '../questions/question.ts'

/** Bytes of one mark in all columns together. */
const markBytes = 24

/** A sheet's marks column by column: times, questions, responses, credits, latencies; in this machine's order of bytes. */
export function columnBytes({
  times,
  questions,
  responses,
  credits,
  latencies,
}: Marks): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(questions.length * markBytes)
  let offset = 0
  for (const column of [times, questions, responses, credits, latencies]) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), offset)
    offset += column.byteLength
  }
  return bytes
}

/** The marks as views on the bytes, or on a copy where these do not begin at a multiple of eight. */
export function marksOfColumns(stored: Uint8Array): Marks {
  const { buffer, byteOffset, byteLength } =
    stored.byteOffset % 8 === 0 ? stored : Uint8Array.from(stored)
  const count = byteLength / markBytes
  const at = (place: number): number => byteOffset + count * place
  return {
    times: new Float64Array(buffer, at(0), count),
    questions: new Uint32Array(buffer, at(8), count),
    responses: new Uint32Array(buffer, at(12), count),
    credits: new Float32Array(buffer, at(16), count),
    latencies: new Float32Array(buffer, at(20), count),
  }
}
