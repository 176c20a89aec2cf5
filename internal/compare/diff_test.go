package compare

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// inline writes a difference in one line a block: what is removed as [-…-], what
// is added as {+…+}, a bar between sentences.
func inline(d Difference) string {
	var b strings.Builder
	for _, block := range d.Blocks {
		for i, s := range block.Sentences {
			if i > 0 {
				b.WriteByte('|')
			}
			for _, p := range s.Pieces {
				text := strings.ReplaceAll(p.Text, "\n", "¶")
				switch p.Kind {
				case Removed:
					text = "[-" + text + "-]"
				case Added:
					text = "{+" + text + "+}"
				}
				b.WriteString(text)
			}
		}
		b.WriteByte('\n')
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func TestDiff(t *testing.T) {
	for _, tc := range []struct {
		name, old, new, want string
	}{
		{"nothing", "", "", ""},
		{"the same", "风停了。\n\n草绿了。", "风停了。\n\n草绿了。", "风停了。¶¶\n草绿了。"},
		{"all new", "", "风停了。\n", "{+风停了。¶+}"},
		{"all gone", "风停了。\n", "", "[-风停了。¶-]"},
		{
			"one comma", "北疆的春天，来得很晚，却很快。", "北疆的春天，来得很晚、却很快。",
			"北疆的春天，来得很晚[-，-]{+、+}却很快。",
		},
		{
			"commas close together", "港口，铁路，公路都通了。", "港口、铁路、公路都通了。",
			"港口[-，-]{+、+}铁路[-，-]{+、+}公路都通了。",
		},
		{"a comma becomes a full stop", "雨下了一夜，河水涨了。", "雨下了一夜。河水涨了。", "雨下了一夜[-，-]{+。+}河水涨了。"},
		{"a full stop becomes a comma", "雨下了一夜。河水涨了。路断了。", "雨下了一夜，河水涨了，路断了。", "雨下了一夜[-。-]{+，+}河水涨了[-。-]{+，+}路断了。"},
		{"only a mark, in a short sentence", "好。", "好！", "好[-。-]{+！+}"},
		{"a character", "他来了。", "她来了。", "[-他-]{+她+}来了。"},
		{
			"a word of two characters", "两地企业签订了合作协议。", "两地企业签署了合作协议。",
			"两地企业签[-订-]{+署+}了合作协议。",
		},
		{"a number is one thing", "产值达到3,106.5亿元。", "产值达到3,160.5亿元。", "产值达到[-3,106.5-]{+3,160.5+}亿元。"},
		{"years", "2023，2024两年增长最快。", "2023、2024两年增长最快。", "2023[-，-]{+、+}2024两年增长最快。"},
		{
			"Latin words are whole", "The port handled more coal than planned.", "The port handled more cargo than planned.",
			"The port handled more [-coal-]{+cargo+} than planned.",
		},
		{
			"words beside each other are changed in one", "The old man walked slowly to the harbour.", "The young sailor walked slowly to the harbour.",
			"The [-old man-]{+young sailor+} walked slowly to the harbour.",
		},
		{"an apostrophe", "We don’t know the figure yet.", "We didn’t know the figure yet.", "We [-don’t-]{+didn’t+} know the figure yet."},
		{"letters and digits", "新型号C919首飞成功。", "新型号C929首飞成功。", "新型号[-C919-]{+C929+}首飞成功。"},
		{
			"a sentence put in", "风停了。草绿了。", "风停了。牛羊出圈了。草绿了。",
			"风停了。|{+牛羊出圈了。+}|草绿了。",
		},
		{"a sentence taken out", "The wind fell. The cattle came. Grass grew.", "The wind fell. Grass grew.", "The wind fell. |[-The cattle came. -]|Grass grew."},
		{
			"a paragraph put in", "风停了。\n\n草绿了。\n", "风停了。\n\n牛羊出圈了。\n\n草绿了。\n",
			"风停了。¶¶\n{+牛羊出圈了。¶¶+}\n草绿了。¶",
		},
		{"a paragraph at the end", "风停了。", "风停了。\n\n草绿了。", "风停了。{+¶¶+}\n{+草绿了。+}"},
		{"a paragraph after the last line end", "风停了。\n", "风停了。\n\n草绿了。\n", "风停了。¶{+¶+}\n{+草绿了。¶+}"},
		{
			"a sentence written anew", "春汛来得早。各旗县提前检修了水库。大坝无恙。", "春汛来得早。民兵昼夜巡堤三百里。大坝无恙。",
			"春汛来得早。|[-各旗县提前检修了水库。-]|{+民兵昼夜巡堤三百里。+}|大坝无恙。",
		},
		{
			"a paragraph written anew", "春汛来得早。\n\n各旗县提前检修了水库。\n\n大坝无恙。", "春汛来得早。\n\n民兵昼夜巡堤三百里。\n\n大坝无恙。",
			"春汛来得早。¶¶\n[-各旗县提前检修了水库。-]|{+民兵昼夜巡堤三百里。+}¶¶\n大坝无恙。",
		},
		{
			"a sentence moved", "口岸今晨恢复通关。铁路客运照常。气温将继续回升。", "铁路客运照常。气温将继续回升。口岸今晨恢复通关。",
			"[-口岸今晨恢复通关。-]|铁路客运照常。|气温将继续回升。|{+口岸今晨恢复通关。+}",
		},
		{
			"a paragraph divided", "口岸今晨恢复通关。铁路客运照常。", "口岸今晨恢复通关。\n\n铁路客运照常。",
			"口岸今晨恢复通关。{+¶¶+}\n铁路客运照常。",
		},
		{
			"paragraphs joined", "口岸今晨恢复通关。\n\n铁路客运照常。", "口岸今晨恢复通关。铁路客运照常。",
			"口岸今晨恢复通关。[-¶¶-]\n铁路客运照常。",
		},
		{
			"a clause put in ends with its comma", "坚持合作，坚持开放。", "坚持合作，坚持共享，坚持开放。",
			"坚持合作，{+坚持共享，+}坚持开放。",
		},
		{
			"what stayed between changes of its length is shown", "会议昨天下午在老城礼堂举行，到会代表共有三百人。", "会议今天上午在新区中心召开，到会代表共有三百人。",
			"会议[-昨-]{+今+}天[-下-]{+上+}午在[-老城礼堂举行-]{+新区中心召开+}，到会代表共有三百人。",
		},
		{
			"a crumb between longer changes", "随后他在北京发表讲话，介绍了情况。", "随后她于南京作了讲话，介绍了情况。",
			"随后[-他在北京发表-]{+她于南京作了+}讲话，介绍了情况。",
		},
		{
			"a paragraph put in and the next one changed", "大坝无恙。\n\n民兵昼夜巡堤三百里。", "大坝无恙。\n\n风停了。\n\n民兵昼夜巡堤四百里。",
			"大坝无恙。¶¶\n{+风停了。¶¶+}\n民兵昼夜巡堤[-三-]{+四+}百里。",
		},
		{
			"Markdown", "## 背景\n\n- 牛\n- 羊\n", "## 现状\n\n- 牛\n- 马\n- 羊\n",
			"[-## 背景-]|{+## 现状+}¶¶\n- 牛¶\n{+- 马¶+}\n- 羊¶",
		},
		{"a row of a table", "| 年 | 吨 |\n|-|-|\n| 2023 | 31 |\n", "| 年 | 吨 |\n|-|-|\n| 2023 | 32 |\n", "| 年 | 吨 |¶\n|-|-|¶\n| 2023 | [-31-]{+32+} |¶"},
		{"the line below a table's head", "|-|-|\n", "|-|-|-|\n", "|-|-|{+-|+}¶"},
		{
			"sentences that share a few characters", "各旗县提前检修了水库。", "各旗县民兵昼夜巡护了大堤。",
			"[-各旗县提前检修了水库。-]|{+各旗县民兵昼夜巡护了大堤。+}",
		},
		{
			"the same words in another order", "铁路客运、公路货运、机场航班、口岸通关、港口装卸。", "港口装卸、口岸通关、机场航班、公路货运、铁路客运。",
			"[-铁路客运、公路货运、机场航班、口岸通关、港口装卸。-]|{+港口装卸、口岸通关、机场航班、公路货运、铁路客运。+}",
		},
		{
			"paragraphs written anew", "春汛来得早。\n\n水库提前检修。\n\n客运照常。\n\n大坝无恙。", "春汛来得早。\n\n民兵巡堤。\n\n牛羊出圈。\n\n大坝无恙。",
			"春汛来得早。¶¶\n[-水库提前检修。¶¶-]\n[-客运照常。-]\n{+民兵巡堤。¶¶+}\n{+牛羊出圈。+}¶¶\n大坝无恙。",
		},
		{
			"a paragraph moved, all of whose sentences are elsewhere too", "来。来。停。\n来。停。\n停。走。\n", "来。停。\n停。走。\n来。来。停。\n",
			"[-来。-]|[-来。-]|[-停。¶-]\n来。|停。¶\n停。|走。¶\n{+来。+}|{+来。+}|{+停。¶+}",
		},
		{
			"what is there once stays, not what is there often", "（掌声。）（掌声。）大坝今年安然无恙。", "大坝今年安然无恙。（掌声。）（掌声。）",
			"[-（掌声。）-]|[-（掌声。）-]|大坝今年安然无恙。|{+（掌声。）+}|{+（掌声。）+}",
		},
		{"an accent stays on its letter", "Le cafe\u0301 est ici.", "Le cafe est ici.", "Le [-cafe\u0301-]{+cafe+} est ici."},
		{"flags", "🇨🇳 队赢了。", "🇨🇭 队赢了。", "[-🇨🇳-]{+🇨🇭+} 队赢了。"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := Diff(tc.old, tc.new)
			if diff := cmp.Diff(tc.want, inline(d)); diff != "" {
				t.Error(diff)
			}
			checkDiff(t, tc.old, tc.new, d)
		})
	}
}
