import { useTranslation } from 'react-i18next'
import { CopyField, CopyWordsButton } from '../parts/copy-button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { plainRequest, type StatementFilter } from './statement-filter.ts'

interface PlainRequestDialogProps {
  filter: StatementFilter
  isOpen: boolean
  onClose: () => void
}

/** The request by which any xAPI client finds the same statements. */
export function PlainRequestDialog({ filter, isOpen, onClose }: PlainRequestDialogProps) {
  const { t } = useTranslation()
  const { url, unsaid } = plainRequest(filter)
  const curl = `curl -u 'KEY:SECRET' -H 'X-Experience-API-Version: 1.0.3' \\\n  '${url.replaceAll("'", '%27')}'`
  const parameters = [...new URL(url).searchParams]
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      isWide
      title={t('statements.plain')}
      about={t('statements.plainAbout')}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <CopyField label="GET" value={url} />
        {parameters.length > 0 && (
          <dl className="grid gap-x-4 gap-y-1 text-[0.867rem] sm:grid-cols-[10rem_minmax(0,1fr)]">
            {parameters.map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="font-mono text-faint">{name}</dt>
                <dd className="font-mono [overflow-wrap:anywhere]">{value}</dd>
              </div>
            ))}
          </dl>
        )}
        {unsaid.length > 0 && (
          <p className="rounded-lg bg-warn-soft px-3.5 py-2.5 text-[0.933rem] text-warn">
            {t('statements.plainUnsaid', {
              names: unsaid.map((name) => t(`statements.name.${name}`)).join(', '),
            })}
          </p>
        )}
        <div className="overflow-hidden rounded-lg border border-line bg-subtle">
          <pre className="overflow-x-auto p-3.5 font-mono text-[0.8rem] leading-relaxed">
            {curl}
          </pre>
          <div className="flex justify-end border-t border-line px-1.5 py-1">
            <CopyWordsButton text={curl} size="small" look="quiet">
              {t('copy.copy')}
            </CopyWordsButton>
          </div>
        </div>
      </div>
    </Dialog>
  )
}
