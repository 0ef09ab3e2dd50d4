;(function () {
  'use strict'

  const opinion = {
    id: 'y-kien',
    type: 'likert',
    objective: 'phan-hoi',
    text: { vi: 'Khóa học này có ích cho công việc của bạn không?', en: 'Is this course useful for your work?' },
    options: [
      ['1', { vi: 'Không', en: 'No' }],
      ['2', { vi: 'Một chút', en: 'A little' }],
      ['3', { vi: 'Có', en: 'Yes' }],
      ['4', { vi: 'Rất có ích', en: 'Very' }],
    ],
  }

  const questions = [
    {
      id: 'gia-tri',
      type: 'choice',
      objective: 'van-ban-dien-tu',
      text: { vi: 'Văn bản điện tử nào có giá trị pháp lý như bản gốc văn bản giấy?', en: 'Which electronic document is legally equal to the paper original?' },
      options: [
        ['a', { vi: 'Ảnh chụp văn bản giấy gửi qua tin nhắn', en: 'A photo of a paper document in a message' }],
        ['b', { vi: 'Tệp Word có chèn hình chữ ký', en: 'A Word file with a picture of a signature' }],
        ['c', { vi: 'Tệp được người có thẩm quyền và cơ quan ký số đúng quy định', en: 'A file that the authorised person and the agency duly signed digitally' }],
      ],
      right: 'c',
      why: {
        vi: 'Hình chữ ký không chứng minh ai đã ký và nội dung có bị sửa hay không.',
        en: 'A picture of a signature proves neither who signed nor that nothing was changed.',
      },
    },
    {
      id: 'chu-ky',
      type: 'choice',
      isMultiple: true,
      objective: 'van-ban-dien-tu',
      text: { vi: 'Khi kiểm tra một chữ ký số, bạn cần xem những gì?', en: 'What do you look at when you check a digital signature?' },
      options: [
        ['a', { vi: 'Ai đã ký', en: 'Who signed' }],
        ['b', { vi: 'Màu mực của chữ ký', en: 'The colour of the ink' }],
        ['c', { vi: 'Trạng thái hợp lệ của chữ ký', en: 'Whether the signature is valid' }],
        ['d', { vi: 'Thời điểm ký', en: 'When it was signed' }],
      ],
      right: 'a,c,d',
      why: {
        vi: 'Người ký, trạng thái và thời điểm ký cho biết văn bản là thật và chưa bị sửa.',
        en: 'Signer, state and time show that the document is genuine and unchanged.',
      },
    },
    {
      id: 'dinh-dang',
      type: 'fill-in',
      objective: 'van-ban-dien-tu',
      text: { vi: 'Định dạng tệp thường dùng để phát hành văn bản điện tử là gì?', en: 'Which file format is usual for issuing electronic documents?' },
      right: 'PDF',
      alsoRight: ['.pdf', 'tệp pdf', 'file pdf'],
      why: { vi: 'Tệp PDF hiển thị như nhau ở mọi nơi và mang được chữ ký số.', en: 'A PDF looks the same everywhere and can carry a digital signature.' },
    },
    {
      id: 'chia-se',
      type: 'true-false',
      objective: 'lam-viec-truc-tuyen',
      text: { vi: 'Khi họp trực tuyến, nên chia sẻ cả màn hình để đồng nghiệp thấy đầy đủ.', en: 'In an online meeting it is best to share your whole screen, so that colleagues see everything.' },
      right: 'f',
      why: {
        vi: 'Chỉ chia sẻ cửa sổ cần thiết: thông báo và tài liệu khác không nên lộ ra.',
        en: 'Share only the window you need: notifications and other documents should not show.',
      },
    },
  ]

  // Whether the opinion is asked is the LMS's choice: adlcp:datafromlms of the item. Without an LMS it is asked.
  window.Course.start({
    id: 'kns',
    mastery: 60,
    statusAfter: (isPassed) => (isPassed ? 'passed' : 'failed'),
    get questions() {
      const launchData = window.Sco.get('cmi.launch_data')
      return launchData === '' || launchData.includes('opinion=1') ? [...questions, opinion] : questions
    },
  })

  /** Milliseconds of a CMITimespan; NaN if there is none. */
  const millisecondsOf = (timespan) => {
    const [hours, minutes, seconds] = timespan.split(':').map(Number)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000
  }

  const allowed = millisecondsOf(window.Sco.get('cmi.student_data.max_time_allowed'))
  const action = window.Sco.get('cmi.student_data.time_limit_action')
  if (allowed > 0 && action.endsWith(',message')) {
    setTimeout(() => {
      window.Course.say({
        vi: 'Đã hết thời gian gợi ý. Bạn vẫn có thể làm tiếp.',
        en: 'The suggested time is over. You may still go on.',
      })
    }, allowed)
  }
})()
