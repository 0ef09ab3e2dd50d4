/**
 * Passwords of ten characters or more that lists of leaked passwords put first, and their Vietnamese kin. Folded, without
 * spaces. Shorter ones are refused by their length.
 */
const list = `
0123456789 1234567890 12345678900 12345678910 123456789a 123456789q 1234567891 1234567899 123456789abc
0987654321 9876543210 1029384756 1020304050 1122334455 1231231231 123123123123 123321123321 112233445566
1357924680 1472583690 147258369a 159357456852 741852963a 789456123a 1234512345 1234554321 12345678987654321
1qaz2wsx3edc 1q2w3e4r5t 1q2w3e4r5t6y 1q2w3e4r5t6y7u q1w2e3r4t5 q1w2e3r4t5y6 qazwsxedcrfv qazwsx123456
qwertyuiop qwertyuiop123 qwerty1234 qwerty12345 qwerty123456 qwerty123! qwertyuiopasdfghjkl asdfghjkl123
asdfghjkl; asdfghjkl1 zxcvbnm123 zxcvbnm1234 zxcvbnmasdfghjkl !qaz2wsx3edc qwer1234qwer asdf1234asdf
abcdefghij abcdefghijk abcd1234567 abcd123456 abc1234567 abc123456789 abcabcabcabc a123456789 aa12345678
aa123456789 a1b2c3d4e5 a1s2d3f4g5 asd123456789 asdasd1234 qwe123456789 zaq12wsxcde3
password12 password123 password1234 password12345 password123456 password1! password123! password@123
p@ssword123 p@ssw0rd123 p@ssw0rd1234 passw0rd123 passwordpassword mypassword mypassword1 newpassword
yourpassword changeme123 changeme1234 changemenow letmein123 letmein1234 letmeinnow welcome123 welcome1234
welcome@123 welcome2020 welcome2021 welcome2022 welcome2023 welcome2024 welcome2025 welcome2026
admin12345 admin123456 admin@1234 admin@12345 admin@123456 administrator administrator1 administrator123
superadmin superadmin123 root123456 rootroot123 test123456 testtest123 demo123456 guest123456 user123456
secret1234 secret12345 default123 temporary1 temp123456 iloveyou12 iloveyou123 iloveyou1234 iloveyou123456
ilovemyself iloveyou2024 princess123 sunshine123 football123 baseball123 superman123 batman12345 monkey12345
dragon12345 master12345 michael123 jordan12345 charlie123 starwars123 pokemon123 pokemon1234 minecraft123
computer123 internet123 google12345 facebook123 samsung123 liverpool123 manchester chelsea123 barcelona123
realmadrid whatever123 trustno1234 access12345 shadow12345 flower12345 hello12345 hello123456 helloworld
helloworld1 helloworld123 goodmorning happybirthday lovely12345 summer2020 summer2021 summer2022 summer2023
summer2024 summer2025 summer2026 winter2024 winter2025 winter2026 spring2025 spring2026 autumn2025 autumn2026
matkhau123 matkhau1234 matkhau12345 matkhau123456 matkhaumoi matkhaumoi123 matkhau@123 matkhau2024
matkhau2025 matkhau2026 khongbiet1 khongbiet123 khongcomatkhau quantri123 quantri1234 quantri123456
quantrivien quantrivien1 quantrivien123 hocvien123 hocvien1234 hocvien123456 giangvien123 giaovien123
giaovien1234 sinhvien123 nguyenvana nguyenvana1 nguyenvana123 nguyenvanan vietnam123 vietnam1234 vietnam123456
vietnam2020 vietnam2024 vietnam2025 vietnam2026 vietnamvodich vietnamoi1 hanoi123456 saigon12345 hochiminh1
hochiminh123 tphcm123456 anhyeuem123 anhyeuem1234 anhyeuemnhieu emyeuanh123 emyeuanh1234 toiyeuem123
toiyeuvietnam toilatoi123 yeuemnhieu yeuem12345 yeuanh12345 yeuanhnhieu matkhaula123 chucmungnammoi
xinchao123 xinchao1234 conmeno123 giadinhtoi hanhphuc123 tinhyeu123 thanhcong123 mayman12345 congchua123
hoangtu123 truonghoc1 truonghoc123 hocba12345 hocba123456 hocbahocba hocba@2026 daotao12345 daotao123456
`

export const guessedPasswords: ReadonlySet<string> = new Set(list.trim().split(/\s+/))
