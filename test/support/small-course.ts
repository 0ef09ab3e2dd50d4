import AdmZip from 'adm-zip'

/**
 * A SCORM 1.2 package of one SCO whose page does nothing by itself: a test calls `window.lms` in its frame, which is the API
 * as a course finds it.
 */
export function smallCourse({ title = 'Small course', masteryScore = '' } = {}): Buffer {
  const zip = new AdmZip()
  zip.addFile('imsmanifest.xml', Buffer.from(manifest(title, masteryScore)))
  zip.addFile('index.html', Buffer.from(page))
  return zip.toBuffer()
}

const manifest = (title: string, masteryScore: string) => `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="small" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="course">
    <organization identifier="course">
      <title>${title}</title>
      <item identifier="lesson" identifierref="page"><title>Lesson</title>${masteryScore && `<adlcp:masteryscore>${masteryScore}</adlcp:masteryscore>`}</item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="page" type="webcontent" adlcp:scormtype="sco" href="index.html"><file href="index.html"/></resource>
  </resources>
</manifest>`

const page = `<!doctype html>
<html lang="en">
<title>Lesson</title>
<h1>Lesson</h1>
<script>
  let owner = window
  while (!owner.API && owner.parent !== owner) owner = owner.parent
  window.lms = owner.API
  lms.LMSInitialize('')
</script>
</html>`
