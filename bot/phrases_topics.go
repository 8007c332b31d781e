package bot

import (
	"fmt"
	"slices"
	"strings"

	"shangda/desk"
)

// What is said about topics that citizens follow, and the yearly 评议.

var (
	followWords      = []string{"订阅", "我的订阅", "订阅通知", "退订", "取消订阅", "政策订阅"}
	unfollowAllWords = []string{"全部退订", "退订全部", "取消全部订阅", "不要再发"}
	surveyWords      = []string{"评议", "参加评议", "年度评议", "满意度调查", "给你们打分"}
)

var topicNames = map[desk.Topic]string{
	desk.TopicLists: "负面清单更新", desk.TopicAnnual: "外资年报提醒", desk.TopicGuides: "办事指南修订", desk.TopicSurvey: "年度评议邀请",
}

// scoreWords are the answers of the survey, by score.
var scoreWords = [...]string{1: "很不满意", 2: "不满意", 3: "一般", 4: "满意", 5: "很满意"}

const (
	sayUnfollowedAll = "已全部退订，以后不再主动给您发通知。要再订阅，请回复“订阅”。"
	sayFollowRules   = "订阅后，有变化才发，内容是改了什么；只用您的微信号，不作他用。随时回复“退订”取消，不影响问答和办事。"
)

func sayFollow(t desk.Topic) string { return "订阅" + topicNames[t] }

func sayUnfollow(t desk.Topic) string { return "取消" + topicNames[t] }

func sayFollowed(t desk.Topic) string { return "已订阅：" + topicNames[t] + "。" }

func sayUnfollowed(t desk.Topic) string { return "已取消：" + topicNames[t] + "。" }

func sayTopics(own []desk.Topic) string {
	if len(own) == 0 {
		return "您没有订阅通知。" + sayFollowRules
	}
	names := make([]string, 0, len(own))
	for _, t := range desk.Topics() {
		if slices.Contains(own, t) {
			names = append(names, topicNames[t])
		}
	}
	return "您订阅了：" + strings.Join(names, "、") + "。" + sayFollowRules
}

func saySurveyQuestion(year int) string {
	return fmt.Sprintf("您对我们%d年的政务公开和咨询服务满意吗？一人一年一次，再选会替换前一次；结果只作汇总，不影响任何服务。", year)
}

func saySurveyed(year int64) string {
	return fmt.Sprintf("谢谢，已记入%d年评议。还有意见或建议，请用一句话写给我们；没有请回复“取消”。", year)
}

const saySurveyComment = "谢谢，意见已记下。我们会在年度汇总里答复大家的建议。"
