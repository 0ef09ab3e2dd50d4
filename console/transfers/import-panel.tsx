import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CirclePlay, CircleStop, Download, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { post, remove } from '../api/client.ts'
import { formatNumber } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Button, buttonClass } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { useFailed } from '../parts/error-words.ts'
import { Fact, Facts } from '../parts/facts.tsx'
import { Moment } from '../parts/figures.tsx'
import { useServerSentence } from '../parts/server-sentence.ts'
import { ErrorState, SkeletonRows } from '../parts/states.tsx'
import { useCodeWords } from '../requests/use-code-words.ts'
import { ImportProgress, ImportState, sourceName } from './import-state.tsx'
import {
  importQuery,
  isUnderWay,
  rejectionsQuery,
  rejectionsUrl,
  type StatementImport,
} from './queries.ts'

interface ImportPanelProps {
  id: string
  mayChange: boolean
  onClose: () => void
}

/** One import: how far it is, what came of it, and the report on what was not stored. */
export function ImportPanel({ id, mayChange, onClose }: ImportPanelProps) {
  const { t } = useTranslation()
  const found = useQuery(importQuery(id))
  const one = found.data
  return (
    <Dialog isOpen isWide onClose={onClose} title={one ? sourceName(one) : t('transfers.one')}>
      {found.isPending && <SkeletonRows rows={4} />}
      {found.isLoadingError && !one && (
        <ErrorState
          error={found.error}
          what={t('transfers.oneFailed')}
          retry={() => found.refetch()}
          isCompact
        />
      )}
      {one && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          <ImportFacts one={one} />
          {mayChange && <ImportActions one={one} onGone={onClose} />}
          {one.counts.rejected > 0 && <Rejections one={one} />}
        </div>
      )}
    </Dialog>
  )
}

function ImportFacts({ one }: { one: StatementImport }) {
  const { t } = useTranslation()
  const saidOf = useServerSentence()
  const language = useLanguage()
  const { counts, verification } = one
  const number = (value: number) => formatNumber(value, language)
  return (
    <Facts>
      <Fact name={t('feeds.stateName')}>
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <ImportState one={one} />
          {isUnderWay(one) && <ImportProgress one={one} />}
        </span>
      </Fact>
      {one.failure && (
        <Fact name={t('transfers.failure')}>
          <span className="text-bad">{saidOf(one.failure)}</span>
        </Fact>
      )}
      <Fact name={t('transfers.read')}>{number(counts.read)}</Fact>
      <Fact name={t('transfers.stored')}>{number(counts.stored)}</Fact>
      <Fact name={t('transfers.unchanged')}>{number(counts.unchanged)}</Fact>
      <Fact name={t('transfers.rejected')}>
        <span className={counts.rejected > 0 ? 'font-medium text-bad' : ''}>
          {number(counts.rejected)}
        </span>
      </Fact>
      {verification && (
        <Fact name={t('transfers.verification')}>
          {t('transfers.verified', {
            listed: number(verification.listed),
            found: number(verification.found),
          })}
        </Fact>
      )}
      <Fact name={t('transfers.authority')}>
        {t(one.keepsAuthority ? 'transfers.authorityKept' : 'transfers.authorityNew', {
          name: one.by.name,
        })}
      </Fact>
      <Fact name={t('transfers.begun')}>
        <Moment at={one.createdAt} /> · {one.by.name}
      </Fact>
      {one.endedAt && (
        <Fact name={t('transfers.ended')}>
          <Moment at={one.endedAt} />
        </Fact>
      )}
    </Facts>
  )
}

function ImportActions({ one, onGone }: { one: StatementImport; onGone: () => void }) {
  const { t } = useTranslation()
  const failed = useFailed()
  const queryClient = useQueryClient()
  const path = `/imports/${one.id}`
  const settled = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['imports'] }),
    onError: failed(t('feeds.changeFailed')),
  }
  const cancel = useMutation({ ...settled, mutationFn: () => post(`${path}/cancel`) })
  const resume = useMutation({ ...settled, mutationFn: () => post(`${path}/resume`) })
  const discard = useMutation({
    ...settled,
    mutationFn: () => remove(path),
    onSuccess: () => {
      onGone()
      return settled.onSuccess()
    },
  })
  return (
    <div className="flex flex-wrap gap-2">
      {isUnderWay(one) && (
        <Button
          icon={<CircleStop aria-hidden />}
          isBusy={cancel.isPending}
          onClick={() => cancel.mutate()}
        >
          {t('transfers.stop')}
        </Button>
      )}
      {(one.state === 'failed' || one.state === 'cancelled') && (
        <Button
          look="primary"
          icon={<CirclePlay aria-hidden />}
          isBusy={resume.isPending}
          onClick={() => resume.mutate()}
        >
          {t('transfers.resume')}
        </Button>
      )}
      {!isUnderWay(one) && (
        <Button
          icon={<Trash2 aria-hidden />}
          title={t('transfers.removeAbout')}
          isBusy={discard.isPending}
          onClick={() => discard.mutate()}
        >
          {t('transfers.remove')}
        </Button>
      )}
    </div>
  )
}

/** The rest is in the file. */
const shownMax = 50

function Rejections({ one }: { one: StatementImport }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const wordsOf = useCodeWords()
  const found = useQuery(rejectionsQuery(one.id, one.counts.rejected))
  return (
    <section
      className="grid grid-cols-[minmax(0,1fr)] gap-3 border-t border-line pt-5"
      aria-label={t('transfers.rejections')}
    >
      <header className="flex flex-wrap items-center gap-2">
        <h3 className="mr-auto font-semibold">{t('transfers.rejections')}</h3>
        <a href={rejectionsUrl(one.id)} download className={buttonClass('secondary', 'small')}>
          <Download aria-hidden />
          {t('transfers.downloadReport')}
        </a>
      </header>
      {found.isPending && <SkeletonRows rows={3} />}
      {found.isLoadingError && (
        <ErrorState
          error={found.error}
          what={t('transfers.rejectionsFailed')}
          retry={() => found.refetch()}
          isCompact
        />
      )}
      {found.data && (
        <ol className="divide-y divide-line rounded-lg border border-line">
          {found.data.slice(0, shownMax).map((line) => (
            <li key={line.statement} className="grid gap-0.5 px-4 py-2.5 text-[0.933rem]">
              <span className="flex flex-wrap gap-x-3 text-[0.867rem] text-faint">
                <span className="font-medium text-muted">
                  {line.line === undefined
                    ? t('transfers.statement', { number: formatNumber(line.statement, language) })
                    : t('transfers.line', { number: formatNumber(line.line, language) })}
                </span>
                {line.pointer && <code className="font-mono break-all">{line.pointer}</code>}
                {line.clause && <span>{line.clause}</span>}
              </span>
              <span className="font-medium">{wordsOf(line.code).title}</span>
              <span className="break-words text-muted">{line.message}</span>
            </li>
          ))}
        </ol>
      )}
      {found.data && found.data.length > shownMax && (
        <p className="text-[0.867rem] text-faint">{t('transfers.rejectionsMore')}</p>
      )}
    </section>
  )
}
