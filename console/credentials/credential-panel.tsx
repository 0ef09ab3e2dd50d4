import { PencilLine, RefreshCw, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Credential } from '../api/types.ts'
import { Button } from '../parts/button.tsx'
import { CopyButton } from '../parts/copy-button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Moment } from '../parts/figures.tsx'
import { StateBadge } from './credential-state.tsx'
import { EditCredential } from './edit-credential.tsx'
import { FirstRequest } from './first-request.tsx'
import { useFilterWords } from './limits.ts'
import { purposeOf } from './purposes.ts'
import { RotateCredential } from './rotate-credential.tsx'
import { ScopeList } from './scope-words.tsx'
import { ToolCards } from './tool-cards.tsx'

interface CredentialPanelProps {
  one: Credential
  onClose: () => void
  onRevoke: () => void
}

/** One key: what it may do, whether it is used, how to enter it into a tool, and the ways to change it. */
export function CredentialPanel({ one, onClose, onRevoke }: CredentialPanelProps) {
  const { t } = useTranslation()
  const [doing, setDoing] = useState<'edit' | 'rotate'>()
  const [since] = useState(() => new Date(Date.now() - 86_400_000).toISOString())
  const stop = () => setDoing(undefined)
  return (
    <Dialog isOpen onClose={onClose} isWide title={one.name}>
      {doing === 'edit' && <EditCredential one={one} onDone={stop} />}
      {doing === 'rotate' && <RotateCredential one={one} onDone={stop} />}
      {!doing && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          <Facts one={one} />
          <div className="flex flex-wrap gap-2">
            <Button icon={<RefreshCw aria-hidden />} onClick={() => setDoing('rotate')}>
              {t('credentials.rotate')}
            </Button>
            <Button icon={<PencilLine aria-hidden />} onClick={() => setDoing('edit')}>
              {t('credentials.edit')}
            </Button>
            <Button
              icon={<Trash2 aria-hidden />}
              className="text-bad! hover:bg-bad-soft!"
              onClick={onRevoke}
            >
              {t('credentials.revoke')}
            </Button>
          </div>
          {one.state === 'active' && <FirstRequest credential={one.key} since={since} />}
          <section className="grid grid-cols-[minmax(0,1fr)] gap-3 border-t border-line pt-5">
            <h3 className="font-semibold">{t('credentials.tools')}</h3>
            <ToolCards
              connection={{ endpoint: `${location.origin}/xapi/`, key: one.key, secret: undefined }}
              first={purposeOf(one.scopes) === 'read' ? 'powerbi' : 'storyline'}
            />
          </section>
        </div>
      )}
    </Dialog>
  )
}

function Facts({ one }: { one: Credential }) {
  const { t } = useTranslation()
  const { packages, others } = useFilterWords(one.filter)
  const rows = [...packages.map(({ name }) => name), ...others]
  return (
    <dl className="grid gap-x-5 gap-y-2.5 text-[0.933rem] sm:grid-cols-[9.5rem_minmax(0,1fr)] max-sm:gap-y-0.5 max-sm:[&>dd]:mb-2">
      <Fact name={t('credentials.stateName')}>
        <StateBadge one={one} />
        {one.previousSecretUntil && (
          <span className="ml-2 text-muted">
            {t('credentials.previousUntil')} <Moment at={one.previousSecretUntil} />
          </span>
        )}
      </Fact>
      <Fact name={t('credentials.key')}>
        <span className="flex items-center gap-1">
          <code className="min-w-0 font-mono text-[0.867rem] break-all">{one.key}</code>
          <CopyButton text={one.key} label={t('credentials.copyKey')} />
        </span>
      </Fact>
      <Fact name={t('credentials.scopes')}>
        <ScopeList scopes={one.scopes} />
      </Fact>
      <Fact name={t('credentials.created')}>
        <Moment at={one.createdAt} />
      </Fact>
      <Fact name={t('credentials.lastUsed')}>
        {one.lastUsedAt ? <Moment at={one.lastUsedAt} /> : t('credentials.never')}
      </Fact>
      <Fact name={t('credentials.expires')}>
        {one.expiresAt ? <Moment at={one.expiresAt} /> : t('credentials.noEnd')}
      </Fact>
      {one.allowedOrigins && (
        <Fact name={t('credentials.origins')}>
          <Lines lines={one.allowedOrigins} />
        </Fact>
      )}
      {rows.length > 0 && (
        <Fact name={t('credentials.packages')}>
          <Lines lines={rows} />
        </Fact>
      )}
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}

const Lines = ({ lines }: { lines: readonly string[] }) => (
  <ul className="break-words">
    {lines.map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
)
