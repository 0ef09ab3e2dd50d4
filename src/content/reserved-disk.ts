import { statfsSync } from 'node:fs'

/** Bytes between two looks at the disk: far less than any reserve that is of use. */
const bytesBetweenLooks = 16 * 1024 ** 2

/**
 * Counts what is written to a folder and takes the reserve for the end of the disk: what comes without a length, comes beside others,
 * or inflates to a hundred times its size would else use up what is kept for records.
 */
export class ReservedDisk {
  readonly #folder: string
  readonly #reserveBytes: number
  #bytesUntilLook = 0

  /** @param reserveBytes free bytes of the folder's disk that are left alone; 0 for none */
  constructor(folder: string, reserveBytes: number) {
    this.#folder = folder
    this.#reserveBytes = reserveBytes
  }

  /** Call before bytes are written. @throws what a full disk throws */
  require(bytes: number): void {
    this.#bytesUntilLook -= bytes
    if (this.#reserveBytes === 0 || this.#bytesUntilLook > 0) return
    this.#bytesUntilLook = bytesBetweenLooks
    const { bavail, bsize } = statfsSync(this.#folder)
    if (bavail * bsize - bytes >= this.#reserveBytes) return
    const message = 'ENOSPC: no space left beside the reserve, write'
    throw Object.assign(new Error(message), { code: 'ENOSPC', syscall: 'write' })
  }
}
