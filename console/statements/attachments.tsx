import { Download, ExternalLink, Paperclip } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { apiUrl } from '../api/client.ts'
import { formatBytes } from '../language/format.ts'
import { type Language, useLanguage } from '../language/language.ts'
import { Section } from './statement-links.tsx'

interface Attachment {
  readonly display: Readonly<Record<string, string>>
  readonly contentType: string
  readonly length: number
  readonly sha2: string
  readonly fileUrl?: string
}

/** The files that came with a statement, or that it points to elsewhere. They are only ever downloaded, never shown here. */
export function Attachments({ id, statement }: { id: string; statement: unknown }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { attachments = [] } = statement as { attachments?: readonly Attachment[] }
  if (attachments.length === 0) return null
  return (
    <Section title={t('statements.attachments', { count: attachments.length })}>
      <ul className="grid gap-1">
        {attachments.map((one) => (
          <li key={one.sha2} className="flex items-center gap-2 text-[0.933rem]">
            <Paperclip className="size-3.5 shrink-0 text-faint" aria-hidden />
            <span className="min-w-0 flex-1 truncate">{nameOf(one, language)}</span>
            <span className="shrink-0 text-[0.8rem] text-faint">
              {one.contentType} · {formatBytes(one.length, language)}
            </span>
            {one.fileUrl !== undefined ? (
              isWebAddress(one.fileUrl) && (
                <a
                  href={one.fileUrl}
                  target="_blank"
                  rel="noreferrer noopener"
                  className="grid size-8 place-items-center rounded-md text-muted hover:bg-subtle hover:text-ink"
                  aria-label={t('statements.openFile', { name: nameOf(one, language) })}
                >
                  <ExternalLink className="size-4" aria-hidden />
                </a>
              )
            ) : (
              <a
                href={apiUrl(`/statements/${id}/attachments/${one.sha2}`)}
                download
                className="grid size-8 place-items-center rounded-md text-muted hover:bg-subtle hover:text-ink"
                aria-label={t('statements.downloadFile', { name: nameOf(one, language) })}
              >
                <Download className="size-4" aria-hidden />
              </a>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Addresses of other schemes would start a program of the reader's machine, with what a stranger wrote. */
const isWebAddress = (url: string): boolean => /^https?:\/\//i.test(url)

function nameOf({ display, sha2 }: Attachment, language: Language): string {
  const tags = Object.keys(display)
  const tag = tags.find((one) => one.toLowerCase().startsWith(language)) ?? tags[0]
  return (tag !== undefined && display[tag]) || sha2.slice(0, 12)
}
