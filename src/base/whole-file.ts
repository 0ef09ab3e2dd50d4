import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Creates a file that only its owner can read, under its name only when it is whole and on disk, so that neither a crash nor
 * another process meets half of it.
 * @returns false if there is a file of this name, e.g. of another process that starts at the same time: that one counts
 */
export const createFile = (path: string, content: string | Buffer): boolean => {
  try {
    putInPlace(path, content, linkSync)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** The same, in the place of the file that has this name, if there is one. */
export const replaceFile = (path: string, content: string | Buffer): void =>
  putInPlace(path, content, renameSync)

function putInPlace(
  path: string,
  content: string | Buffer,
  place: (temporary: string, path: string) => void,
): void {
  const temporary = `${path}.${process.pid}`
  try {
    const file = openSync(temporary, 'w', 0o600)
    try {
      writeSync(file, Buffer.from(content))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    place(temporary, path)
  } finally {
    rmSync(temporary, { force: true })
  }
  if (process.platform !== 'win32') syncFolder(dirname(path))
}

/** Makes names in the folder durable. */
function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
