import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CreateCredential } from '../../src/access/wire.ts'
import { ApiError, post } from '../api/client.ts'
import { credentialsQuery } from '../api/queries.ts'
import type { CreatedCredential } from '../api/types.ts'
import { Button } from '../parts/button.tsx'
import { classNames } from '../parts/class-names.ts'
import { Dialog } from '../parts/dialog.tsx'
import { FormError } from '../sign-in/sign-in-page.tsx'
import {
  type CredentialDraft,
  LimitsPart,
  newDraft,
  PurposePart,
  scopesOf,
} from './credential-form.tsx'
import { FirstRequest } from './first-request.tsx'
import { creationOf } from './limits.ts'
import type { PurposeOrOwn } from './purposes.ts'
import { SecretPanel } from './secret-panel.tsx'
import { ToolCards } from './tool-cards.tsx'
import type { ToolId } from './tools.ts'

interface CreateCredentialDialogProps {
  isOpen: boolean
  onClose: () => void
}

const steps = ['purpose', 'limits', 'install'] as const

type Step = (typeof steps)[number]

/** The tool whose fields are likely to be wanted for a purpose. */
const likelyTool: Record<PurposeOrOwn, ToolId> = {
  author: 'storyline',
  send: 'curl',
  read: 'powerbi',
  integrate: 'curl',
  own: 'curl',
}

/** Three steps: what for, within which limits, and how to enter it into the tool while its first request is waited for. */
export function CreateCredentialDialog({ isOpen, onClose }: CreateCredentialDialogProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [draft, setDraft] = useState(newDraft)
  const [step, setStep] = useState<Step>('purpose')
  const create = useMutation({
    mutationFn: (body: CreateCredential) => post<CreatedCredential>('/credentials', body),
    onSuccess: () => {
      setStep('install')
      return queryClient.invalidateQueries({ queryKey: credentialsQuery.queryKey })
    },
  })
  const close = () => {
    onClose()
    create.reset()
    setDraft(newDraft)
    setStep('purpose')
  }
  const made = create.data
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      isWide
      title={made ? t('credentials.made', { name: made.name }) : t('credentials.create')}
      about={made ? undefined : t('credentials.createAbout')}
    >
      <Steps at={step} />
      {made ? (
        <Install made={made} tool={likelyTool[draft.purpose]} onClose={close} />
      ) : (
        <DraftForm
          draft={draft}
          onChange={setDraft}
          step={step}
          onStep={setStep}
          isBusy={create.isPending}
          error={create.error}
          onSubmit={() => create.mutate(creationOf(draft))}
          onCancel={close}
        />
      )}
    </Dialog>
  )
}

function Steps({ at }: { at: Step }) {
  const { t } = useTranslation()
  const now = steps.indexOf(at)
  return (
    <ol className="mb-5 flex gap-2">
      {steps.map((step, n) => (
        <li
          key={step}
          aria-current={step === at ? 'step' : undefined}
          className={classNames(
            'min-w-0 flex-1 border-t-2 pt-1.5 text-[0.867rem]',
            n <= now ? 'border-accent' : 'border-line',
            n === now ? 'font-medium text-ink' : 'text-faint',
          )}
        >
          <span className="tabular-nums">{n + 1}.</span> {t(`credentials.step.${step}`)}
        </li>
      ))}
    </ol>
  )
}

interface DraftFormProps {
  draft: CredentialDraft
  onChange: (draft: CredentialDraft) => void
  step: Step
  onStep: (step: Step) => void
  isBusy: boolean
  error: unknown
  onSubmit: () => void
  onCancel: () => void
}

function DraftForm(props: DraftFormProps) {
  const { draft, onChange, step, onStep, isBusy, error, onSubmit, onCancel } = props
  const { t } = useTranslation()
  const isFirst = step === 'purpose'
  const isNamed = draft.name.trim() !== '' && scopesOf(draft).length > 0
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isFirst) onStep('limits')
    else onSubmit()
  }
  const isOriginWrong = error instanceof ApiError && error.pointer?.startsWith('/allowedOrigins')
  return (
    <form onSubmit={submit} className="grid gap-5">
      {isFirst ? (
        <PurposePart draft={draft} onChange={onChange} />
      ) : (
        <LimitsPart
          draft={draft}
          onChange={onChange}
          originsError={isOriginWrong ? t('credentials.originsWrong') : undefined}
        />
      )}
      {!isFirst && error !== null && !isOriginWrong && <FormError error={error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={isFirst ? onCancel : () => onStep('purpose')}>
          {t(isFirst ? 'action.cancel' : 'credentials.back')}
        </Button>
        <Button type="submit" look="primary" isBusy={isBusy} disabled={!isNamed}>
          {t(isFirst ? 'credentials.next' : 'credentials.createDo')}
        </Button>
      </div>
    </form>
  )
}

/** The server's clock may be a little behind the browser's. */
const clockDifference = 60_000

interface InstallProps {
  made: CreatedCredential
  tool: ToolId
  onClose: () => void
}

function Install({ made, tool, onClose }: InstallProps) {
  const { t } = useTranslation()
  const [since] = useState(() => new Date(Date.now() - clockDifference).toISOString())
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <SecretPanel name={made.name} connection={made} />
      <FirstRequest credential={made.key} since={since} />
      <section className="grid grid-cols-[minmax(0,1fr)] gap-3 border-t border-line pt-5">
        <h3 className="font-semibold">{t('credentials.tools')}</h3>
        <ToolCards connection={made} first={tool} />
      </section>
      <div className="flex justify-end">
        <Button look="primary" onClick={onClose}>
          {t('credentials.saved')}
        </Button>
      </div>
    </div>
  )
}
