package desk

import "strings"

// deviceName says in a few words what a browser calls itself at length; the
// more special names come first, since browsers name those they descend from too.
func deviceName(agent string) string {
	pick := func(names ...string) string {
		for i := 0; i < len(names); i += 2 {
			if strings.Contains(agent, names[i]) {
				return names[i+1]
			}
		}
		return ""
	}
	browser := pick("MicroMessenger", "WeChat", "Edg", "Edge", "OPR/", "Opera", "QQBrowser", "QQ Browser", "Firefox", "Firefox", "Chrome", "Chrome", "Safari", "Safari")
	system := pick("HarmonyOS", "HarmonyOS", "Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Windows", "Windows", "Mac OS", "macOS", "Linux", "Linux")
	switch {
	case browser == "" && system == "":
		name, _, _ := strings.Cut(agent, " ")
		return name
	case browser == "" || system == "":
		return browser + system
	}
	return browser + " · " + system
}
