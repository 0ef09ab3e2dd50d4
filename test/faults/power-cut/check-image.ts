import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { systemClock } from '../../../src/base/clock.ts'
import { readConfig } from '../../../src/config/index.ts'
import { openStore } from '../../../src/open-store.ts'
import type { Storage } from '../../../src/storage/port.ts'

/** Everything acknowledged before a power cut. */
export interface Promised {
  readonly statements: readonly string[]
  readonly versions: readonly string[]
}

export interface ImageFinding {
  /** Acknowledged, and not there. */
  readonly lost: readonly string[]
  /** What keeps the installation from opening, or SQLite's finding. */
  readonly damage?: string
}

/**
 * Writes an image into a new folder below `parent` and opens it as a start of the server does. Everything promised must be there,
 * and `PRAGMA integrity_check` must find nothing.
 */
export async function checkImage(
  image: ReadonlyMap<string, Buffer>,
  promised: Promised,
  parent: string,
): Promise<ImageFinding> {
  const folder = mkdtempSync(join(parent, 'image-'))
  try {
    for (const [path, content] of image) {
      mkdirSync(join(folder, dirname(path)), { recursive: true })
      writeFileSync(join(folder, path), content, { mode: 0o600 })
    }
    return await check(folder, promised)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function check(folder: string, promised: Promised): Promise<ImageFinding> {
  let storage: Storage
  try {
    storage = await openStore(readConfig({ HOCBA_DATA: folder }), systemClock)
  } catch (error) {
    return { lost: [], damage: (error as Error).message }
  }
  try {
    const finding = integrityOf(join(folder, 'hocba.db'))
    const lost = await missing(storage, folder, promised)
    return { lost, ...(finding !== 'ok' && { damage: finding }) }
  } catch (error) {
    return { lost: [], damage: (error as Error).message }
  } finally {
    await storage.close()
  }
}

function integrityOf(path: string): string {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    return String(Object.values(database.prepare('PRAGMA integrity_check(1)').get() ?? {})[0])
  } finally {
    database.close()
  }
}

async function missing(
  storage: Storage,
  folder: string,
  { statements, versions }: Promised,
): Promise<string[]> {
  const lost: string[] = []
  for (const id of statements) {
    if ((await storage.findStatement(id, false)) === undefined) lost.push(id)
  }
  for (const id of versions) {
    const files = ['imsmanifest.xml', 'index.html']
    const found = await Promise.all(files.map((path) => storage.packageFile(id, path)))
    const isWhole = found.every(
      (file) =>
        file &&
        sizeOf(join(folder, 'files', file.sha256.slice(0, 2), file.sha256.slice(2))) === file.bytes,
    )
    if (!isWhole) lost.push(`version ${id}`)
  }
  return lost
}

const sizeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.size
