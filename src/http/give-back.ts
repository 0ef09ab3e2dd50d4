import { Socket } from 'node:net'
import type { Response } from 'express'

/**
 * Gives the memory of some bytes back at once, when nobody will look at them again: the collector sees only a small object, and lets
 * hundreds of megabytes lie. Every view of them is empty afterwards.
 */
export function giveBack(bytes: Buffer): void {
  // Few bytes are a piece of memory that others use too.
  if (bytes.byteLength === bytes.buffer.byteLength) (bytes.buffer as Movable).transfer(0)
}

/** ECMAScript 2024, which not all that is compiled with this file knows. */
type Movable = ArrayBufferLike & { transfer(bytes: number): ArrayBuffer }

/** Ends an answer with bytes that are given back once the system has them. */
export function endAndGiveBack(response: Response, bytes: Buffer): void {
  // Over a pair of streams in memory, the receiver gets the same bytes.
  if (response.socket instanceof Socket) response.end(bytes, () => giveBack(bytes))
  else response.end(bytes)
}
