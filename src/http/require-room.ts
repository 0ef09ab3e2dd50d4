import type { RequestHandler } from 'express'
import type { Operation } from './operation.ts'

/** Refuses what the disk has no room for, by throwing a Problem. */
interface Room {
  requireForUpload(bytes: number): Promise<void>
  requireForRecords(): Promise<void>
}

/** Refuses what learners and tools report while the disk has no room for it. */
export const requireRoomForRecords =
  (room: Room): RequestHandler =>
  async (request, _response, next) => {
    if (request.method === 'POST' || request.method === 'PUT') await room.requireForRecords()
    next()
  }

/**
 * An operation that takes a file, refused while the disk has too little room for it; any other as it is.
 * @param bytesMax of any file: a length beyond it is the operation's own to refuse
 */
export function requireRoomForUpload(
  operation: Operation,
  room: Room,
  bytesMax: number,
): Operation {
  if (operation.body !== 'binary') return operation
  return {
    ...operation,
    async handle(call, request, response) {
      const announced = Number(request.get('content-length') ?? 0) || 0
      await room.requireForUpload(announced > bytesMax ? 0 : announced)
      return operation.handle(call, request, response)
    },
  }
}
