import { useQueryClient } from '@tanstack/react-query'
import { FileInput, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatBytes } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Button } from '../parts/button.tsx'
import { classNames } from '../parts/class-names.ts'
import { Dialog } from '../parts/dialog.tsx'
import { ProgressBar } from '../parts/figures.tsx'
import { FormError } from '../sign-in/sign-in-page.tsx'
import {
  forgetImportUpload,
  type ImportUpload,
  uploadImport,
  useImportUpload,
} from './import-upload.ts'
import { KeepAuthority } from './keep-authority.tsx'

interface UploadDialogProps {
  mayKeepAuthority: boolean
  onClose: () => void
  onMade: (id: string) => void
}

/** A file of statements: chosen or dropped, sent with its progress, and then an import. */
export function UploadDialog({ mayKeepAuthority, onClose, onMade }: UploadDialogProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const upload = useImportUpload()
  const [keepAuthority, setKeepAuthority] = useState(false)
  const send = async (file: File | undefined) => {
    if (!file) return
    const made = await uploadImport(file, keepAuthority)
    if (!made) return
    onMade(made.id)
    await queryClient.invalidateQueries({ queryKey: ['imports'] })
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('transfers.upload')}
      about={t('transfers.uploadAbout')}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        {upload && upload.error === undefined ? (
          <Sending upload={upload} />
        ) : (
          <>
            {upload && <FormError error={upload.error} />}
            <FileField onFile={(file) => void send(file)} />
            {mayKeepAuthority && (
              <KeepAuthority isKept={keepAuthority} onChange={setKeepAuthority} />
            )}
            <div className="flex justify-end">
              <Button
                onClick={() => {
                  forgetImportUpload()
                  onClose()
                }}
              >
                {t('action.cancel')}
              </Button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  )
}

function FileField({ onFile }: { onFile: (file: File | undefined) => void }) {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  return (
    <button
      type="button"
      onClick={() => field.current?.click()}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        onFile(event.dataTransfer.files[0])
      }}
      className={classNames(
        'grid place-items-center gap-1.5 rounded-xl border-2 border-dashed px-6 py-9 text-center transition-colors hover:border-accent hover:bg-accent-soft/40',
        isOver ? 'border-accent bg-accent-soft/60' : 'border-line-strong',
      )}
    >
      <FileInput className="mb-1 size-7 text-accent" aria-hidden />
      <span className="font-medium">{t('transfers.choose')}</span>
      <span className="text-[0.867rem] text-faint">{t('transfers.accepted')}</span>
      <input
        ref={field}
        type="file"
        hidden
        data-import-field
        onClick={(event) => event.stopPropagation()}
        onChange={(event) => {
          onFile(event.target.files?.[0])
          event.target.value = ''
        }}
      />
    </button>
  )
}

function Sending({ upload }: { upload: ImportUpload }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { name, sentBytes, bytes } = upload
  return (
    <div className="grid gap-3" aria-live="polite">
      <p className="flex items-center gap-2.5 font-medium">
        <Upload className="size-4.5 shrink-0 text-accent" aria-hidden />
        <span className="min-w-0 truncate">{name}</span>
      </p>
      <ProgressBar
        ratio={bytes > 0 ? sentBytes / bytes : 1}
        label={t('upload.progress', { name })}
      />
      <div className="flex items-center justify-between gap-3 text-[0.867rem] text-muted">
        <span className="tabular-nums">
          {t('upload.sent', {
            sent: formatBytes(sentBytes, language),
            total: formatBytes(bytes, language),
          })}
        </span>
        <Button size="small" onClick={upload.cancel}>
          {t('upload.cancel')}
        </Button>
      </div>
    </div>
  )
}
