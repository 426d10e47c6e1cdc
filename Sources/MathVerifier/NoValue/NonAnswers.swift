import AdjudgeBase

/// Texts of people who have no answer, in the languages that answers are announced in: in lower case, without
/// apostrophes and punctuation.
enum NonAnswers {
    static let phrases: [StaticString] = [
        // English
        "unknown", "undetermined", "indeterminate", "undefined", "unsolvable", "unsolved", "blank", "null", "nan",
        "nil",
        "na", "n/a", "tbd", "idk", "none", "nothing", "skip", "pass", "error", "answer", "the answer", "final answer",
        "your answer", "answer here", "your answer here", "insert answer here", "the final answer", "no answer",
        "no answer given", "dont know", "i dont know", "i do not know", "not known", "not sure", "im not sure",
        "i am not sure", "unsure", "no idea", "not given", "not applicable", "not available", "not determined",
        "not determinable", "cannot be determined", "can not be determined", "cant be determined",
        "could not be determined", "cannot determine", "unable to determine", "impossible to determine",
        "cannot be computed", "cannot be calculated", "cannot be solved", "cannot be found", "cannot answer",
        "cannot be answered", "not enough information", "not enough data", "not enough info",
        "insufficient information", "insufficient data", "more information needed", "depends", "it depends",
        // Chinese
        "不知道", "我不知道", "未知", "不确定", "不詳", "不详", "无法确定", "無法確定", "无法判断", "无法计算", "无法求解", "无法回答", "无答案",
        "没有答案", "答案未知", "信息不足", "条件不足", "略", "待定",
        // Spanish, Portuguese, Italian, French
        "desconocido", "desconocida", "no sé", "no se", "no lo sé", "no lo se", "indeterminado", "indeterminada",
        "no se puede determinar", "sin respuesta", "desconhecido", "desconhecida", "não sei", "nao sei",
        "não pode ser determinado", "não é possível determinar", "sem resposta", "sconosciuto", "sconosciuta", "non so",
        "non lo so", "indeterminato", "non può essere determinato", "non si può determinare", "nessuna risposta",
        "inconnu", "inconnue", "je ne sais pas", "indéterminé", "indéterminée", "ne peut pas être déterminé",
        "impossible à déterminer", "pas de réponse", "aucune réponse",
        // German, Dutch
        "unbekannt", "ich weiß nicht", "ich weiß es nicht", "weiß nicht", "weiß ich nicht", "unbestimmt",
        "kann nicht bestimmt werden", "nicht bestimmbar", "keine antwort", "onbekend", "ik weet het niet",
        "weet ik niet", "onbepaald", "kan niet worden bepaald", "geen antwoord",
        // Russian, Ukrainian, Polish, Czech
        "неизвестно", "неизвестен", "неизвестна", "не знаю", "я не знаю", "не определено", "невозможно определить",
        "нельзя определить", "нет ответа", "невідомо", "я не знаю", "не визначено", "неможливо визначити",
        "немає відповіді", "nieznane", "nieznany", "nieznana", "nie wiem", "nieokreślone", "nie można określić",
        "nie da się określić", "brak odpowiedzi", "neznámé", "neznámo", "nevím", "neurčeno", "nelze určit",
        "žádná odpověď",
        // Turkish, Vietnamese, Indonesian
        "bilinmiyor", "bilmiyorum", "belirsiz", "belirlenemez", "cevap yok", "không biết", "tôi không biết",
        "không xác định", "không thể xác định", "không có đáp án", "tidak diketahui", "tidak tahu", "saya tidak tahu",
        "tidak dapat ditentukan", "tidak ada jawaban",
        // Japanese, Korean, Arabic, Persian
        "不明", "わからない", "分からない", "わかりません", "分かりません", "決定できない", "求められない", "解答不能", "答えなし", "모름", "모른다",
        "모르겠다", "모르겠습니다", "알 수 없음", "알 수 없다", "알 수 없습니다", "결정할 수 없음", "미정", "لا أعرف", "لا اعرف",
        "لا أعلم", "غير معروف", "مجهول", "غير محدد", "لا يمكن تحديده", "لا يمكن تحديدها", "نمیدانم", "نمی دانم",
        "نامعلوم",
        "نامشخص", "قابل تعیین نیست",
        // Hindi, Bengali, Thai
        "पता नहीं", "मुझे नहीं पता", "अज्ञात", "ज्ञात नहीं", "निर्धारित नहीं किया जा सकता", "জানি না", "আমি জানি না",
        "অজানা", "নির্ণয় করা যায় না", "নির্ধারণ করা যায় না", "ไม่ทราบ", "ไม่รู้", "ไม่สามารถระบุได้", "ไม่สามารถหาได้",
    ]
}
