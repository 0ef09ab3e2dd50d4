import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EndedCommand, runHocba } from '../../support/command-line.ts'
import { temporaryDatabase } from '../../support/mongodb.ts'
import { type RoundRobinProxy, startRoundRobinProxy } from '../../support/round-robin-proxy.ts'
import { freePorts, type TestServer } from '../../support/server.ts'
import { clientOf, type ServerProcess, startServerProcess } from '../../support/server-process.ts'

/** Server processes on one database, behind a proxy for each origin. */
export interface Nodes {
  /** Speaks with the proxy; there is one once a node runs. */
  readonly client: TestServer
  /** What the proxies could not pass on whole. */
  readonly broken: () => number
  /** The origin of a node itself, which no client knows. */
  urlOf(node: number): string
  /** Resolves when the node answers. */
  start(node: number): Promise<ServerProcess>
  /** Runs a command on another machine, so to say. */
  run(...args: readonly string[]): Promise<EndedCommand>
  /** kill -9. */
  kill(node: number): Promise<void>
  stop(): Promise<void>
}

interface Running {
  readonly folder: string
  readonly place: Awaited<ReturnType<typeof temporaryDatabase>>
  readonly ports: readonly number[]
  readonly contentPorts: readonly number[]
  readonly proxies: readonly RoundRobinProxy[]
  readonly env: Record<string, string>
}

/** Prepares so many nodes; none runs as yet. */
export async function prepareNodes(count: number): Promise<Nodes> {
  const running = await prepare(count)
  const { folder, place, ports, proxies, env } = running
  const processes = new Map<number, ServerProcess>()
  let client: TestServer | undefined
  return {
    get client() {
      return client!
    },
    broken: () => proxies.reduce((sum, proxy) => sum + proxy.broken, 0),
    urlOf: (node) => `http://localhost:${ports[node]}`,
    async start(node) {
      const started = await startServerProcess(envOf(running, node))
      processes.set(node, started)
      client ??= await clientOf(envOf({ ...running, env }, node))
      return started
    },
    run: (...args) => runHocba(args, { env: { ...env, HOCBA_DATA: join(folder, 'elsewhere') } }),
    async kill(node) {
      await processes.get(node)!.crash()
      processes.delete(node)
    },
    async stop() {
      await Promise.all([...processes.values()].map((one) => one.crash()))
      await Promise.all(proxies.map((proxy) => proxy.close()))
      await place.remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function prepare(count: number): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-nodes-'))
  const place = await temporaryDatabase()
  const ports = await freePorts(count)
  const contentPorts = await freePorts(count)
  const proxies = [await startRoundRobinProxy(ports), await startRoundRobinProxy(contentPorts)]
  const ledgerKey = generateKeyPairSync('ed25519').privateKey
  const env = {
    HOCBA_STORAGE: 'mongodb',
    HOCBA_MONGODB_URL: place.location,
    HOCBA_NODES: 'many',
    HOCBA_SIGNING_KEY: randomBytes(32).toString('hex'),
    HOCBA_LEDGER_KEYS: String(ledgerKey.export({ format: 'pem', type: 'pkcs8' })),
    HOCBA_APP_URL: `http://localhost:${proxies[0]!.port}`,
    HOCBA_CONTENT_URL: `http://127.0.0.1:${proxies[1]!.port}`,
    HOCBA_TRUST_PROXY: 'true',
  }
  return { folder, place, ports, contentPorts, proxies, env }
}

const envOf = ({ folder, ports, contentPorts, env }: Running, node: number) => ({
  ...env,
  HOCBA_DATA: join(folder, `node-${node}`),
  HOCBA_PORT: String(ports[node]),
  HOCBA_CONTENT_PORT: String(contentPorts[node]),
})
