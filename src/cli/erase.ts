import { beginParts, carryOutParts } from '../compose-erasure.ts'
import {
  beginErasure,
  type Erasure,
  type ErasureOrder,
  type ErasurePreview,
  type ErasureSubject,
  erasureItem,
  type LegalBasis,
  legalBases,
  previewErasure,
  runErasures,
} from '../erasure/index.ts'
import { holdLease } from '../feeds/index.ts'
import { openLedgerKeys } from '../storage/files/ledger-keys.ts'
import { type Command, type CommandInput, UsageError } from './command.ts'
import { findLearner } from './find-learner.ts'
import { type Installation, withInstallation } from './installation.ts'

export const eraseCommand: Command = {
  name: 'erase',
  summary: 'Erase the personal data of a learner, or of somebody whom only statements know',
  details: `With --dry-run it counts what would be erased and says what --confirm must be; nothing is changed. Without, it needs --basis,
--reason, --approver and --confirm, and cannot be taken back: statements stay with a pseudonym, everything else of the person
goes, and the act is added to erasures.ndjson in the data folder, which restoring a backup repeats. It waits until the act is done, and goes
on with one that was broken off. docs/privacy.md says what is erased, and what is not.

Legal bases: ${legalBases.join(', ')}.
JSON: what POST /api/v1/erasures/preview or GET /api/v1/erasures/{id} answers.`,
  options: {
    person: { value: 'ID', summary: 'Id of the learner.' },
    code: { value: 'CODE', summary: "The learner's code." },
    agent: {
      value: 'JSON',
      summary: 'An xAPI agent or group with its identifier, or mailto:ADDRESS.',
    },
    'dry-run': { value: '', summary: 'Only count.', isFlag: true },
    basis: { value: 'BASIS', summary: 'The legal basis.' },
    reason: { value: 'TEXT', summary: 'Why, in a sentence.' },
    approver: { value: 'NAME', summary: 'Who approved it.' },
    confirm: { value: 'TEXT', summary: 'What --dry-run asks for.' },
    unlinked: {
      value: '',
      summary: 'Another pseudonym for each statement, so that nothing links them.',
      isFlag: true,
    },
  },
  examples: [
    'erase --code HV-0042 --dry-run',
    'erase --code HV-0042 --basis request --reason "Letter of 2 May" --approver "Trần Thị B" --confirm HV-0042',
  ],
  audited: { operation: 'createErasure', kind: 'change' },
  run: ({ env, option, tell }) =>
    withInstallation(env, async (installation) => {
      const parts = beginParts(installation)
      const subject = await subjectOf(installation, option)
      if (option('dry-run')) {
        const preview = await previewErasure(parts.store, parts.appUrl)(subject)
        return { json: preview, text: previewText(preview) }
      }
      const order = orderOf(subject, option)
      const { id } = await beginErasure(parts)(order, { kind: 'command', id: 'cli', name: 'hocba' })
      await carryOut(installation, id, tell)
      const item = await erasureItem(parts.store, (await parts.store.findErasure(id))!)
      return {
        json: item,
        text: resultText(item),
        ...(item.state === 'done' ? {} : { exitCode: 1 }),
      }
    }),
}

type Option = CommandInput['option']

async function subjectOf({ storage }: Installation, option: Option): Promise<ErasureSubject> {
  const [person, code, agent] = [option('person'), option('code'), option('agent')]
  if ([person, code, agent].filter((one) => one !== undefined).length !== 1) {
    throw new UsageError('Give one of --person, --code and --agent.')
  }
  if (person !== undefined) return { person }
  if (code !== undefined) return { person: await findLearner(storage, code) }
  if (agent!.startsWith('mailto:')) return { agent: { mbox: agent! } }
  try {
    return { agent: JSON.parse(agent!) }
  } catch {
    throw new UsageError('--agent is JSON of an xAPI agent, or mailto:ADDRESS.')
  }
}

function orderOf(subject: ErasureSubject, option: Option): ErasureOrder {
  const needed = (name: string): string => {
    const value = option(name)
    if (value === undefined) throw new UsageError(`--${name} is missing (or --dry-run).`)
    return value
  }
  const basis = needed('basis') as LegalBasis
  if (!legalBases.includes(basis)) {
    throw new UsageError(`--basis is one of ${legalBases.join(', ')}.`)
  }
  return {
    subject,
    basis,
    reason: needed('reason'),
    approver: needed('approver'),
    confirmation: needed('confirm'),
    isLinked: option('unlinked') === undefined,
  }
}

/** Works until the act is done, here or in a server beside. */
async function carryOut(
  installation: Installation,
  id: string,
  tell: (line: string) => void,
): Promise<void> {
  const ledgerKeys = openLedgerKeys(installation.config)
  const carrying = carryOutParts({ ...installation, ledgerKeys })
  const lease = holdLease(installation.storage, installation.clock, 'erasures')
  const run = runErasures({
    ...carrying,
    mayWork: lease.take,
    isStopped: () => false,
    tell: ({ step, counts }) => tell(`${step}: ${counts.statements} statements`),
    report: (error) => tell(String(error)),
  })
  for (let failures = 0; failures < triesMax; ) {
    await run()
    const erasure = (await carrying.store.findErasure(id))!
    if (erasure.state === 'done') break
    if (erasure.failure !== undefined) failures++
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  await lease.giveBack()
}

const triesMax = 5

const previewText = (preview: ErasurePreview): string => {
  const { statements, agents, holds, copies, confirmation } = preview
  const lines = [
    `Known as: ${agents.join(', ') || 'nobody'}`,
    `Statements: ${statements.all} (as actor ${statements.actor}, in groups ${statements.member}, as object ${statements.object}, as instructor ${statements.instructor}, in teams ${statements.team}, as authority ${statements.authority}, elsewhere ${statements.context + statements.text})`,
    `Attachments ${statements.attachments}, documents ${preview.documents}, registrations ${preview.registrations}, attempts ${preview.attempts}, sessions ${preview.sessions}, answers ${preview.answers}`,
    `Refused requests ${preview.requests}, audit entries ${preview.auditEntries}, accounts ${preview.accounts}, other texts ${preview.otherTexts}`,
    ...holds.map(({ kind, reason }) => `Held (${kind}): ${reason}`),
    ...copies.map(({ kind, name, url }) => `Copies went to the ${kind} ${name}, ${url}`),
    `To erase: --confirm ${JSON.stringify(confirmation)}`,
  ]
  return lines.join('\n')
}

const resultText = ({
  state,
  counts,
  pseudonym,
  failure,
  copies,
}: Pick<Erasure, 'state' | 'counts' | 'pseudonym' | 'failure'> & {
  readonly copies: ErasurePreview['copies']
}): string =>
  [
    state === 'done' ? `Erased; ${pseudonym} stands in their place.` : `Not done yet: ${failure}`,
    `${counts.statements} statements rewritten, ${counts.registrations} registrations, ${counts.documents} documents, ${counts.attachments} attachments, ${counts.requests} refused requests, ${counts.accounts} accounts gone.`,
    `${counts.filesSearched} files searched, ${counts.filesWithHits} with hits.`,
    ...copies.map(({ kind, name, url }) => `Ask to erase at the ${kind} ${name}, ${url}, too.`),
  ].join('\n')
