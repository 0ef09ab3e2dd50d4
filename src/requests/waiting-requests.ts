import type { RefusedRequestDetail } from './store.ts'

const waitingMax = 5_000
const waitingBytesMax = 32 * 1024 * 1024
/** Of a request without its body and path, about. */
const otherBytes = 2_000

const sizeOf = ({ body, path }: RefusedRequestDetail): number =>
  (body?.length ?? 0) + path.length + otherBytes

/**
 * Refused requests that wait to be written, oldest first, bounded in number and bytes. When it is full, what comes is counted
 * and let go: the beginning of a flood tells what it is.
 */
export function waitingRequests() {
  let requests: RefusedRequestDetail[] = []
  let bytes = 0
  let dropped = 0
  const add = (one: RefusedRequestDetail): void => {
    const size = sizeOf(one)
    if (requests.length >= waitingMax || bytes + size > waitingBytesMax) {
      dropped += 1
      return
    }
    requests.push(one)
    bytes += size
  }
  return {
    add,
    take(most: number): readonly RefusedRequestDetail[] {
      const taken = requests.splice(0, most)
      for (const one of taken) bytes -= sizeOf(one)
      return taken
    },
    /** To the place they were taken from. */
    putBack(taken: readonly RefusedRequestDetail[]): void {
      const later = requests
      requests = []
      bytes = 0
      for (const one of [...taken, ...later]) add(one)
    },
    count: () => requests.length,
    dropped: () => dropped,
  }
}
