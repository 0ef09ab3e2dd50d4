import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import AdmZip from 'adm-zip'

/** A SCORM 1.2 package of these files, whose one SCO is `index.html`. */
function packageOf(title: string, files: Readonly<Record<string, string | Buffer>>): Buffer {
  const zip = new AdmZip()
  const manifest = `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>${title}</title>
    <item identifier="i" identifierref="r"><title>${title}</title></item></organization></organizations>
  <resources><resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html"/></resources>
</manifest>`
  for (const [name, content] of Object.entries({ 'imsmanifest.xml': manifest, ...files })) {
    zip.addFile(name, Buffer.from(content))
  }
  return zip.toBuffer()
}

/** What is in `package/` beside this file. */
export function hostilePackage(): Buffer {
  const folder = join(import.meta.dirname, 'package')
  const files = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))])
  return packageOf('Probes', Object.fromEntries(files))
}

/** A course that keeps something in every place that a browser has. */
export const keepingPackage = (): Buffer =>
  packageOf('Keeps', {
    'index.html': '<!doctype html><title>Keeps</title><script src="keep.js"></script>',
    'keep.js': `
      localStorage.setItem('course-secret', 'kept')
      document.cookie = 'course-secret=kept; path=/'
      indexedDB.open('course-secret')
      globalThis.caches?.open('course-secret')
      const channel = new BroadcastChannel('course-secret')
      setInterval(() => channel.postMessage('a secret'), 200)
      new SharedWorker('shared.js').port.start()
      parent.API.LMSInitialize('')
      parent.API.LMSSetValue('cmi.suspend_data', 'kept')
      parent.API.LMSCommit('')
      window.isKept = true`,
    'shared.js': 'onconnect = ({ ports }) => ports[0].postMessage("a secret")',
  })
