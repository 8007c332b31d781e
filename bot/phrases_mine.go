package bot

import (
	"fmt"
	"strings"

	"shangda/store"
)

// Words of somebody who wants to know what is kept of them. Reviewed by hand.
var mineWords = []string{"我的信息", "我的资料", "我的个人信息", "个人信息", "查看我的信息", "删除我的信息", "删除我的资料", "导出我的信息", "注销", "更正我的信息"}

const (
	sayMineExport  = "导出我的信息"
	sayMineCorrect = "更正联系方式"
	sayMineDelete  = "删除我的信息"
	sayMineReally  = "确定删除"
	sayMineSure    = "会删除：对话内容、没提交的申请和上传的文件、订阅、留下的电话。\n不会删除：已提交的信息公开申请和工作人员答复过的工单，依法归档保存；办结后转为封存，不作其他使用。\n删除后不能恢复。"
	sayMineDeleted = "已删除。没有办结的申请继续办理，进度仍可回复“我的申请”查看。"

	sayAddMaterial    = "补充材料"
	sayChangeContact  = "更换联系方式"
	sayMaterialAsk    = "请回复要补充的内容（1000字以内），也可以发一张照片。"
	sayContactAsk     = "请回复新的电话、邮箱，或者地址（邮寄的请带上6位邮编）。一次一项。"
	sayPictureAgain   = "只能收JPG、PNG照片，10MB以内。请重发，或者用文字说明。"
	sayPictureAdded   = "补充了一张照片，见附件。"
	sayContactChanged = "的联系方式已更换。"
	sayMaterialAdded  = "的补充材料已收到。"
)

func sayAmended(act, number string) string {
	if act == "contact.changed" {
		return number + sayContactChanged
	}
	return number + sayMaterialAdded
}

// sayMine counts what is kept, and says why and how long.
func sayMine(own store.Own) string {
	lines := []string{"我们保存着您的："}
	for _, x := range []struct {
		n    int
		what string
	}{{len(own.Talk), "条对话"}, {len(own.Tickets), "件转给工作人员的问题"}, {len(own.Requests), "件信息公开申请（姓名、证件、联系方式，加密保存）"}, {len(own.Topics), "项订阅"}} {
		if x.n > 0 {
			lines = append(lines, fmt.Sprintf("· %d%s", x.n, x.what))
		}
	}
	if own.FormBegun {
		lines = append(lines, "· 1份没填完的申请")
	}
	return strings.Join(append(lines, "对话按期清除；申请按档案规定保存。不收集昵称、头像、位置。"), "\n")
}

func sayMinePage(url string) string {
	return "请在30分钟内打开，页面只有您能看到，请勿转发：\n" + anchor{sayMineExport, url}.String()
}
