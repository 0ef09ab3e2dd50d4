/**
 * Shows where a server's time goes: runs it with --cpu-prof under one scenario after another, each with a process of its own on
 * the same data, and prints a table of self time by the innermost function of ours.
 *
 *   node bench/profile.ts [--checkout .] [--seconds 8] [--preload 0] [--keep FOLDER] SCENARIO...
 *
 * Scenarios are those of `lrs-load.mjs`. Time inside SQLite counts for the function that asked for it. With --keep, the
 * profiles stay in FOLDER, for the developer tools of a browser.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { load, serve } from './serve.ts'

interface ProfileNode {
  readonly id: number
  readonly callFrame: { readonly functionName: string; readonly url: string }
  readonly children?: readonly number[]
}

interface Profile {
  readonly nodes: readonly ProfileNode[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    checkout: { type: 'string', default: join(import.meta.dirname, '..') },
    seconds: { type: 'string', default: '8' },
    preload: { type: 'string', default: '0' },
    rows: { type: 'string', default: '24' },
    keep: { type: 'string' },
  },
})

/** These only pass a call on: what they do is done for their caller. */
const passesOn = /storage\/sqlite\/connection\.ts$/

/** The innermost function of ours that a sample is in, or who else had the time. */
function placeOf(stack: readonly ProfileNode[]): string {
  const [leaf] = stack
  const name = leaf!.callFrame.functionName
  if (name.startsWith('(')) return name
  const own = stack.find(({ callFrame: { url } }) => isOurs(url) && !passesOn.test(url))
  const foreign = stack.findIndex(({ callFrame: { url } }) => url !== '')
  // What Node does for a request outside of our code has ours nowhere above it.
  if (!own) return `(${stack[foreign]?.callFrame.url.startsWith('node:') ? 'Node' : 'other'})`
  const { url, functionName } = own.callFrame
  const file = url.slice(url.indexOf('/src/') + 5)
  return `${file} ${functionName || '(anonymous)'}`
}

const isOurs = (url: string): boolean =>
  url.startsWith('file:') && url.includes('/src/') && !url.includes('/node_modules/')

/** Milliseconds of self time by place, from the first request on. */
function timesOf({ nodes, samples, timeDeltas }: Profile): Map<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map<number, number>()
  for (const { id, children = [] } of nodes) for (const child of children) parents.set(child, id)
  const places = new Map<number, string>()
  const placeOfNode = (id: number): string => {
    const stack: ProfileNode[] = []
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at))
      stack.push(byId.get(at)!)
    return placeOf(stack)
  }
  const times = new Map<string, number>()
  let hasBegun = false
  for (const [index, id] of samples.entries()) {
    if (!places.has(id)) places.set(id, placeOfNode(id))
    const place = places.get(id)!
    hasBegun ||= place.startsWith('http/watch-requests.ts')
    if (!hasBegun) continue
    times.set(place, (times.get(place) ?? 0) + timeDeltas[index]! / 1_000)
  }
  return times
}

/** @param done statements or requests while it was profiled. */
function table(scenario: string, times: Map<string, number>, done: number): string {
  const busy = [...times].filter(([place]) => place !== '(idle)')
  const total = busy.reduce((sum, [, time]) => sum + time, 0)
  const rows = busy
    .sort(([, a], [, b]) => b - a)
    .slice(0, Number(values.rows))
    .map(([place, time]) => {
      const share = ((100 * time) / total).toFixed(1)
      return `| ${place} | ${share} | ${((1_000 * time) / done).toFixed(1)} |`
    })
  const idle = times.get('(idle)') ?? 0
  return [
    `### ${scenario}: ${((100 * total) / (total + idle)).toFixed(0)} % busy, ${((1_000 * total) / done).toFixed(0)} us each`,
    '| where | % of busy time | us each |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n')
}

const folder = mkdtempSync(join(tmpdir(), 'hocba-profile-'))
const data = join(folder, 'data')
if (values.keep) mkdirSync(values.keep, { recursive: true })
try {
  if (values.preload !== '0') {
    const server = await serve({ checkout: values.checkout, data, port: 18_450 })
    await load(server, 'preload', ['--to', values.preload])
    await server.stop()
  }
  for (const scenario of positionals) {
    const profiles = join(folder, scenario)
    const nodeOptions = ['--cpu-prof', `--cpu-prof-dir=${profiles}`, '--cpu-prof-interval=500']
    const server = await serve({ checkout: values.checkout, data, port: 18_450, nodeOptions })
    const times = ['--seconds', values.seconds, '--warmup', '0', '--verify', '0']
    const report = await load(server, scenario, times)
    await server.stop()
    const [name] = readdirSync(profiles)
    const profile = JSON.parse(readFileSync(join(profiles, name!), 'utf8')) as Profile
    if (values.keep) renameSync(join(profiles, name!), join(values.keep, `${scenario}.cpuprofile`))
    const perRequest = Number(report.statements_per_s) / Number(report.requests_per_s) || 1
    console.log(table(scenario, timesOf(profile), Number(report.requests) * perRequest))
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
