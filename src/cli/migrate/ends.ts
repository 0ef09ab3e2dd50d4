import { resolve } from 'node:path'
import { systemClock } from '../../base/clock.ts'
import { type Config, readConfig, readDataFolder } from '../../config/index.ts'
import type { MovingReader, MovingTarget } from '../../moving/index.ts'
import { openSqliteSource, openSqliteTarget } from '../../storage/sqlite/moving/open-moving.ts'
import { UsageError } from '../command.ts'
import type { Environment } from '../installation.ts'

/** One end of a move: an installation, or what is to become one. */
export interface End {
  readonly engine: 'sqlite' | 'mongodb'
  /** The data folder, where keys lie that no setting gives. */
  readonly folder: string
  /** What it is called, without a password. */
  readonly name: string
  /** As a server of this end would read it; makes the data folder. */
  config(): Config
  openSource(): Promise<MovingReader>
  openTarget(): Promise<MovingTarget>
}

/**
 * @param given `sqlite:PATH`, a URL of MongoDB with or without `mongodb:` before it, or `mongodb:` for that of HOCBA_MONGODB_URL:
 * so that a password need not be typed where others of the machine can read it
 * @param folder in which the user typed it
 */
export function endOf(given: string, env: Environment, folder: string): End {
  if (given.startsWith('sqlite:')) return sqliteEnd(resolve(folder, given.slice(7)), env)
  const isConfigured = given === 'mongodb:' || given === 'mongodb'
  const url = isConfigured
    ? (env.HOCBA_MONGODB_URL ?? '')
    : given.replace(/^mongodb:(?=mongodb(?:\+srv)?:\/\/)/, '')
  if (/^mongodb(?:\+srv)?:\/\//.test(url)) return mongodbEnd(url, env)
  throw new UsageError(
    `${given.replace(/\/\/.*@/, '//…@')} is no place to move from or to: give sqlite:FOLDER, mongodb://…, or mongodb: with HOCBA_MONGODB_URL.`,
  )
}

/** The files of a data folder are in it; settings for another store of files are those of the other end. */
const sqliteEnd = (folder: string, env: Environment): End => ({
  engine: 'sqlite',
  folder,
  name: `sqlite:${folder}`,
  config: () =>
    readConfig({
      ...env,
      HOCBA_STORAGE: 'sqlite',
      HOCBA_DATA: folder,
      HOCBA_NODES: 'one',
      HOCBA_FILES: 'local',
    }),
  openSource: async () => openSqliteSource(folder),
  openTarget: async () => openSqliteTarget(folder, systemClock),
})

/** That there is one node is said only here, where no server starts: keys may then be files. */
const mongodbEnd = (url: string, env: Environment): End => ({
  engine: 'mongodb',
  folder: readDataFolder(env),
  name: url.replace(/\/\/[^@/]*@/, '//').replace(/\?.*$/, ''),
  config: () =>
    readConfig({ ...env, HOCBA_STORAGE: 'mongodb', HOCBA_MONGODB_URL: url, HOCBA_NODES: 'one' }),
  async openSource() {
    const { openMongodbSource } = await import('../../storage/mongodb/moving/open-moving.ts')
    return openMongodbSource(url)
  },
  async openTarget() {
    const { openMongodbTarget } = await import('../../storage/mongodb/moving/open-moving.ts')
    return openMongodbTarget(url, systemClock)
  },
})
