import { FileSearch, Upload } from 'lucide-react'
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { Button } from '../parts/button.tsx'
import { addUploads } from './upload-queue.ts'

/** Takes zips to the queue; says which files it left out. */
export function useFileIntake(): (files: Iterable<File>, mode?: 'import' | 'check') => void {
  const { t } = useTranslation()
  return (files, mode = 'import') => {
    const all = [...files]
    const zips = all.filter((file) => /\.(zip|pif)$/i.test(file.name) || file.type.includes('zip'))
    if (zips.length < all.length)
      toast.error(t('upload.notZip', { count: all.length - zips.length }))
    if (zips.length > 0) addUploads(zips, { mode })
  }
}

/** Makes everything inside it a place to drop packages on. @param isOff for who may not upload. */
export function DropZone({ isOff, children }: { isOff: boolean; children: ReactNode }) {
  const { t } = useTranslation()
  const take = useFileIntake()
  const [depth, setDepth] = useState(0)
  const hasFiles = (event: DragEvent) => !isOff && event.dataTransfer.types.includes('Files')
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the buttons do the same for keyboards.
    <div
      className="relative"
      onDragEnter={(event) => hasFiles(event) && setDepth((n) => n + 1)}
      onDragLeave={(event) => hasFiles(event) && setDepth((n) => Math.max(0, n - 1))}
      onDragOver={(event) => hasFiles(event) && event.preventDefault()}
      onDrop={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setDepth(0)
        take(event.dataTransfer.files)
      }}
    >
      {children}
      {depth > 0 && (
        <div className="pointer-events-none fixed inset-4 z-40 grid animate-fade place-items-center rounded-xl border-2 border-dashed border-accent bg-accent-soft/90 text-accent backdrop-blur-sm">
          <div className="text-center">
            <Upload className="mx-auto mb-3 size-10" aria-hidden />
            <p className="text-[1.2rem] font-semibold">{t('upload.dropNow')}</p>
            <p>{t('upload.accepted')}</p>
          </div>
        </div>
      )}
    </div>
  )
}

export function UploadButtons() {
  const { t } = useTranslation()
  const take = useFileIntake()
  const field = useRef<HTMLInputElement>(null)
  const mode = useRef<'import' | 'check'>('import')
  const choose = (next: 'import' | 'check') => {
    mode.current = next
    field.current?.click()
  }
  return (
    <>
      <input
        ref={field}
        type="file"
        accept=".zip,.pif,application/zip"
        multiple
        hidden
        data-upload-field
        onChange={(event) => {
          take(event.target.files ?? [], mode.current)
          event.target.value = ''
        }}
      />
      <Button
        icon={<FileSearch aria-hidden />}
        title={t('upload.checkOnlyHint')}
        onClick={() => choose('check')}
      >
        {t('upload.checkOnly')}
      </Button>
      <Button look="primary" icon={<Upload aria-hidden />} onClick={() => choose('import')}>
        {t('upload.choose')}
      </Button>
    </>
  )
}
