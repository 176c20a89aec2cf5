package locale

// userWords are what the desk says of those who sign in, as words are what readers see.
var userWords = map[string]word{
	"desk.users":       {zh: "用户", en: "Users"},
	"desk.users.count": {zh: "共%s位", en: "%s users", one: "%s user"},
	"desk.users.new":   {zh: "邀请用户", en: "Invite a user"},
	"desk.users.about": {zh: "不会发出邮件。邀请之后，这里会显示一个地址，请您自己交给对方；对方用它设置密码。", en: "No mail is sent. You will see an address here to hand over yourself, at which the new user sets a password."},
	"desk.users.do":    {zh: "邀请", en: "Invite"},
	"desk.users.self":  {zh: "您自己", en: "You"},

	"desk.users.disabled":   {zh: "已停用", en: "Disabled"},
	"desk.users.second.on":  {zh: "已开启两步验证", en: "Second factor on"},
	"desk.users.second.off": {zh: "未开启两步验证", en: "No second factor"},
	"desk.users.never":      {zh: "尚未登录过", en: "Never signed in yet"},
	"desk.users.long":       {zh: "半年未登录", en: "Not seen for half a year"},

	"desk.users.languages":      {zh: "工作语言", en: "Works in"},
	"desk.users.works":          {zh: "工作语言：%s", en: "Works in: %s"},
	"desk.users.publishing":     {zh: "可发布：%s", en: "Publishes: %s"},
	"desk.users.publishing.not": {zh: "不发布", en: "Publishes nothing"},
	"desk.users.publishes":      {zh: "可以审定和发布的语言", en: "Approves and publishes in"},
	"desk.users.publishes.hint": {zh: "仅限角色本身可以发布的用户；译者和撰稿人什么也不能发布。", en: "As far as the role may at all: translators and writers publish nothing."},

	"desk.role.administrator.about": {zh: "可做一切，包括管理用户和站点设置。", en: "Everything, with users and the site’s settings."},
	"desk.role.chief.about":         {zh: "除用户和站点设置外的一切，包括撤稿、删除和破例放行。", en: "Everything but users and settings: retracts, deletes, lets a piece pass a check."},
	"desk.role.editor.about":        {zh: "写稿、翻译、审定、发布、更正。", en: "Writes, translates, approves, publishes, corrects."},
	"desk.role.translator.about":    {zh: "翻译并送审。", en: "Translates and submits."},
	"desk.role.writer.about":        {zh: "写草稿并送审。", en: "Writes drafts and submits them."},

	"desk.users.role.none":      {zh: "请选择角色。", en: "Choose a role."},
	"desk.users.languages.none": {zh: "请至少选择一种语言。", en: "Choose one language at least."},
	"desk.users.publishes.none": {zh: "请至少选择一种其工作语言。若什么也不该发布，请选译者或撰稿人的角色。", en: "Choose one of the languages that the user works in. For who should publish nothing there are the roles of translator and writer."},
	"desk.users.taken":          {zh: "已有用户使用这个电子邮箱。", en: "There is a user with this address already."},
	"desk.users.last":           {zh: "这是最后一位能登录的管理员。请先设立另一位，并等其设置好密码。", en: "This is the last administrator who can sign in. Make another one first, and wait until they have set a password."},
	"desk.users.own":            {zh: "自己的密码和两步验证在“我的账户”中修改。", en: "Your own password and second factor are changed under My account."},

	"desk.users.fresh":         {zh: "请把这个地址交给 %s。它只能用一次，三天内有效，离开本页后不再显示。", en: "Hand this address to %s. It works once, for three days, and is not shown again."},
	"desk.users.fresh.address": {zh: "设置密码的地址", en: "Address at which the password is set"},

	"desk.users.decide":         {zh: "姓名与权限", en: "Name and rights"},
	"desk.users.rights.hint":    {zh: "权限有变时，该用户会在所有设备上退出登录。", en: "Whose rights change is signed out everywhere."},
	"desk.users.sessions":       {zh: "登录的设备", en: "Where the user is signed in"},
	"desk.users.sessions.none":  {zh: "没有在任何设备上登录。", en: "Signed in nowhere."},
	"desk.users.sign-out":       {zh: "退出所有设备", en: "Sign out everywhere"},
	"desk.users.sign-out.self":  {zh: "退出其他所有设备", en: "Sign out everywhere else"},
	"desk.users.access":         {zh: "登录与停用", en: "Signing in"},
	"desk.users.access.own":     {zh: "修改自己的密码和两步验证", en: "Change your own password and second factor"},
	"desk.users.reset":          {zh: "重设密码……", en: "Set another password …"},
	"desk.users.reset.about":    {zh: "清除密码和两步验证，在所有设备上退出登录，并给出一个设置新密码的地址。对方忘记密码或丢失手机，或邀请地址已过期时使用。", en: "Takes password and second factor away, signs out everywhere, and gives an address at which another password is set. For who forgot the password, lost the phone, or did not use the invitation in time."},
	"desk.users.reset.do":       {zh: "清除并给出地址", en: "Take them away and give an address"},
	"desk.users.disable":        {zh: "停用……", en: "Disable …"},
	"desk.users.disable.about":  {zh: "该用户立即退出，不能再登录；写过的一切都保留。以后可以恢复。", en: "The user is signed out at once and cannot sign in; all that was written stays. It can be undone."},
	"desk.users.disable.do":     {zh: "停用", en: "Disable"},
	"desk.users.enable":         {zh: "恢复使用", en: "Enable"},
	"desk.users.disabled.about": {zh: "该用户已停用，不能登录。", en: "The user is disabled and cannot sign in."},

	"desk.did.user":       {zh: "%s：已保存。", en: "%s: saved."},
	"desk.did.disabled":   {zh: "%s 已停用。", en: "%s is disabled."},
	"desk.did.enabled":    {zh: "%s 可以登录了。", en: "%s may sign in again."},
	"desk.did.signed-out": {zh: "%s 已退出登录。", en: "%s is signed out."},
}
