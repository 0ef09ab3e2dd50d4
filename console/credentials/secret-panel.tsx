import { Download, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { fold } from '../language/fold.ts'
import { Button } from '../parts/button.tsx'
import { CopyField } from '../parts/copy-button.tsx'
import { saveText } from '../parts/save-text.ts'
import { basicOf, type Connection } from './tools.ts'

interface SecretPanelProps {
  name: string
  connection: Connection & { readonly secret: string }
}

/** Key and secret, this once: to copy, or to take away as a text file. Nothing of the console keeps the secret. */
export function SecretPanel({ name, connection }: SecretPanelProps) {
  const { t } = useTranslation()
  const { endpoint, key, secret } = connection
  const lines: readonly (readonly [string, string])[] = [
    [t('credentials.endpoint'), endpoint],
    [t('credentials.key'), key],
    [t('credentials.secret'), secret],
    [t('credentials.header'), basicOf(key, secret)],
  ]
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg bg-warn-soft px-3.5 py-2.5 text-[0.933rem] text-warn">
        <TriangleAlert className="size-4.5 shrink-0" aria-hidden />
        <p className="min-w-0 flex-1 basis-52">{t('credentials.once')}</p>
        <Button
          size="small"
          icon={<Download aria-hidden />}
          onClick={() => saveText(fileName(name), textOf(name, lines))}
        >
          {t('credentials.download')}
        </Button>
      </div>
      <div className="grid gap-4 sm:grid-cols-2 [&>*]:min-w-0">
        {lines.map(([label, value]) => (
          <CopyField key={label} label={label} value={value} />
        ))}
      </div>
    </div>
  )
}

const textOf = (name: string, lines: readonly (readonly [string, string])[]): string =>
  `${name}\r\n\r\n${lines.map(([label, value]) => `${label}: ${value}\r\n`).join('')}`

/** The credential's name in letters that every file system takes. */
function fileName(name: string): string {
  const plain = fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return `hocba-${plain || 'khoa'}.txt`
}
