window.Course.start({
  id: 'attt',
  mastery: 60,
  // The manifest has a mastery score: the SCO says that it is completed, and the LMS makes it passed or failed.
  statusAfter: () => 'completed',
  questions: [
    {
      id: 'q1',
      type: 'choice',
      objective: 'mat-khau',
      text: { vi: 'Cách bảo vệ tài khoản thư công vụ nào tốt nhất?', en: 'What protects your official e-mail account best?' },
      options: [
        ['a', { vi: 'Đổi mật khẩu mỗi tuần, dùng chung cho mọi hệ thống', en: 'A password that changes every week, the same everywhere' }],
        ['b', { vi: 'Cụm mật khẩu dài, riêng cho tài khoản này, có xác thực hai bước', en: 'A long passphrase for this account only, with two-step verification' }],
        ['c', { vi: 'Mật khẩu ngắn có thật nhiều ký tự đặc biệt', en: 'A short password with many symbols' }],
        ['d', { vi: 'Ghi mật khẩu vào sổ để trong ngăn bàn', en: 'A password in a notebook in your drawer' }],
      ],
      right: 'b',
      why: {
        vi: 'Độ dài và việc không dùng chung ngăn kẻ tấn công dò hoặc thử mật khẩu đã lộ; lớp thứ hai giữ tài khoản khi mật khẩu bị lộ.',
        en: 'Length and no re-use stop guessing and leaked passwords; the second step holds when the password is known.',
      },
    },
    {
      id: 'q2',
      type: 'true-false',
      objective: 'lua-dao',
      text: {
        vi: 'Nếu đã lỡ nhấp vào liên kết lạ, tốt nhất là im lặng và theo dõi thêm vài ngày.',
        en: 'If you have clicked a strange link, it is best to keep quiet and watch for a few days.',
      },
      right: 'f',
      why: {
        vi: 'Báo càng sớm, bộ phận công nghệ thông tin càng dễ ngăn chặn.',
        en: 'The sooner the IT team knows, the easier it is to contain.',
      },
    },
    {
      id: 'q3',
      type: 'numeric',
      objective: 'thiet-bi',
      text: {
        vi: 'Theo quy tắc sao lưu 3-2-1, bạn cần tất cả bao nhiêu bản dữ liệu?',
        en: 'By the 3-2-1 rule, how many copies of your data do you need in all?',
      },
      right: '3',
      why: {
        vi: 'Ba bản, trên hai loại thiết bị lưu trữ, một bản ở nơi khác.',
        en: 'Three copies, on two kinds of storage, one of them somewhere else.',
      },
    },
    {
      id: 'q4',
      type: 'matching',
      objective: 'tai-lieu',
      text: { vi: 'Ghép mỗi tài liệu với cách xử lý đúng.', en: 'Match each document with the right way to handle it.' },
      lines: [
        ['1', { vi: 'Thông báo tuyển dụng đã đăng', en: 'A published job notice' }],
        ['2', { vi: 'Dự thảo tờ trình', en: 'A draft submission' }],
        ['3', { vi: 'Văn bản đóng dấu Mật', en: 'A document marked Secret' }],
      ],
      options: [
        ['a', { vi: 'Chỉ xử lý trên máy không nối Internet', en: 'Only on a computer without Internet' }],
        ['b', { vi: 'Gửi qua thư công vụ', en: 'Send by official e-mail' }],
        ['c', { vi: 'Chia sẻ rộng rãi', en: 'Share freely' }],
      ],
      right: '1.c,2.b,3.a',
      why: {
        vi: 'Thông tin công khai được chia sẻ; tài liệu nội bộ đi qua hệ thống của cơ quan; bí mật nhà nước tách khỏi Internet.',
        en: 'Public information is shared; internal documents stay in the agency’s systems; state secrets stay off the Internet.',
      },
    },
    {
      id: 'q5',
      type: 'sequencing',
      objective: 'su-co',
      text: { vi: 'Máy của bạn có dấu hiệu nhiễm mã độc. Bạn làm gì, theo thứ tự nào?', en: 'Your computer seems to be infected. What do you do, in which order?' },
      options: [
        ['a', { vi: 'Đổi mật khẩu từ thiết bị khác', en: 'Change passwords from another device' }],
        ['b', { vi: 'Ngắt kết nối mạng', en: 'Disconnect from the network' }],
        ['c', { vi: 'Chia sẻ bài học với đồng nghiệp', en: 'Share the lesson with colleagues' }],
        ['d', { vi: 'Báo bộ phận công nghệ thông tin', en: 'Tell the IT team' }],
      ],
      right: 'b,d,a,c',
      why: {
        vi: 'Ngắt mạng trước để mã độc không lan, báo người xử lý, rồi bảo vệ tài khoản và chia sẻ bài học.',
        en: 'Disconnect so that it cannot spread, tell those who can help, then protect your accounts and share the lesson.',
      },
    },
  ],
})
