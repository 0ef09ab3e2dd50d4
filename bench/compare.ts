/**
 * Compares checkouts of hocba on this machine, whatever else runs on it: each has a server and data of its own, and the load
 * goes to one after the other, round by round. Prints one JSON object a scenario: medians of each checkout, and its ratio to the
 * first. Processor time for each statement (or request) says most on a machine that is busy with other things.
 *
 *   node bench/compare.ts --checkout OLD --checkout NEW [--rounds 5] [--seconds 4] [--preload 0] SCENARIO...
 *
 * Scenarios are those of `lrs-load.mjs`. With --preload, so many statements are stored first.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type LoadReport, load, type MeasuredServer, serve } from './serve.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    checkout: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    preload: { type: 'string', default: '0' },
    folder: { type: 'string' },
  },
})
const folder = mkdtempSync(join(values.folder ?? tmpdir(), 'hocba-compare-'))
const rounds = Number(values.rounds)
const times = ['--seconds', values.seconds, '--warmup', '0', '--verify', '0']

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!

/** Statements that arrive where there are any, else requests. */
const rateOf = (report: LoadReport): number =>
  Number(report.statements_per_s) || Number(report.requests_per_s)

interface Round {
  readonly report: LoadReport
  /** Microseconds of processor time for each statement or request. */
  readonly cpu: number
}

/** Every request of a run counts, those before it was measured too; there are few. */
async function runOnce(server: MeasuredServer, scenario: string): Promise<Round> {
  const before = server.cpu()
  const report = await load(server, scenario, times)
  const requests = Number(report.requests)
  const each = Number(report.statements_per_s) / Number(report.requests_per_s) || 1
  return { report, cpu: (1_000 * (server.cpu() - before)) / (requests * each) }
}

function summary(rounds: readonly Round[], first: number) {
  const reports = rounds.map(({ report }) => report)
  const rates = reports.map(rateOf)
  const perSecond = Math.round(median(rates))
  return {
    perSecond,
    ratio: Number((perSecond / first).toFixed(3)),
    cpuMicroseconds: Number(median(rounds.map(({ cpu }) => cpu)).toFixed(1)),
    p95: median(reports.map((one) => Number(one.p95_ms))),
    errors: reports.reduce((sum, one) => sum + Number(one.errors), 0),
    rounds: rates.map(Math.round),
  }
}

const servers: MeasuredServer[] = []
try {
  for (const [index, checkout] of values.checkout.entries()) {
    const place = { checkout, data: join(folder, String(index)), port: 18_400 + 2 * index }
    const server = await serve(place)
    servers.push(server)
    if (values.preload === '0') continue
    await load(server, 'preload', ['--to', values.preload])
  }
  for (const scenario of positionals) {
    const reports: Round[][] = servers.map(() => [])
    for (let round = 0; round < rounds; round++)
      for (const [index, server] of servers.entries())
        reports[index]!.push(await runOnce(server, scenario))
    const first = Math.round(median(reports[0]!.map(({ report }) => rateOf(report))))
    const found = values.checkout.map((checkout, index) => ({
      checkout,
      ...summary(reports[index]!, first),
      megabytes: servers[index]!.resident(),
      stored: reports[index]!.at(-1)!.report.stored,
      bytes: statSync(join(folder, String(index), 'hocba.db')).size,
    }))
    console.log(JSON.stringify({ scenario, found }, null, 1))
  }
} finally {
  for (const server of servers) await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
