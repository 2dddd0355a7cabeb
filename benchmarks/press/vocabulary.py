"""A vocabulary of Vietnamese words to write articles with: real ones where they are common, made up below.

Vietnamese words are one to four syllables; an index sees the syllables. Word frequencies follow Zipf's law, so a few
syllables stand in nearly every article and most words in a handful.
"""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass
from itertools import accumulate, product

WORDS = 120_000
"""Different words."""
_DRAWN = 200_000
"""How often the most frequent word stands among those drawn from, times 2.7."""
_SYLLABLES = 6_800
"""Different syllables in use; dictionaries of Vietnamese count between six and seven thousand."""

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh ph qu r s t th tr v x"
_OPEN = (
    "a e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iu iêu oa oai oay oe oi ôi ơi ua uê ui uôi uy ưa ưi ươi ươu uya "
    "am an ang anh ăm ăn ăng âm ân âng em en eng êm ên ênh im in inh iêm iên iêng om on ong ôm ôn ông ơm ơn oan oang "
    "oanh oăn uân uâng um un ung uôm uôn uông uyên ưng ươm ươn ương"
)
_STOPPED = (
    "ac ach ap at ăc ăp ăt âc âp ât ec ep et êch êp êt ich ip it iêc iêp iêt oc op ot ôc ôp ôt ơp ơt oac oat uât uc up "
    "ut uôc uôt uyêt ưc ưt ươc ươp ươt"
)
_TONES = {"": "", "`": "\u0300", "'": "\u0301", "~": "\u0303", "?": "\u0309", ".": "\u0323"}
_FRONT = frozenset("eêi")
_BEFORE_FRONT = {"k", "gh", "ngh"}
_NOT_BEFORE_FRONT = {"c", "g", "ng"}

_COMMON = (
    "và của các có được trong là cho với những một người đã này để không về đến khi từ năm tại ra theo trên còn nhiều "
    "phải ngày đó như cũng vào sự thì đang việc bị sau hơn nên rất qua hay cả mới trước sẽ nhất làm lại đi hai chỉ nhà "
    "nước|công tác|thực hiện|phát triển|trên địa bàn|người dân|địa phương|tổ chức|xây dựng|hoạt động|chương trình|tỉnh|"
    "huyện|xã|thành phố|phường|cơ quan|đơn vị|lãnh đạo|chủ tịch|phó chủ tịch|ủy ban nhân dân|hội đồng nhân dân|bí thư|"
    "nhân dân|cán bộ|đảng viên|kinh tế|xã hội|văn hóa|giáo dục|y tế|nông nghiệp|nông thôn|doanh nghiệp|đầu tư|sản xuất|"
    "kinh doanh|triển khai|kế hoạch|nhiệm vụ|giải pháp|kết quả|chất lượng|hiệu quả|nâng cao|tăng cường|đẩy mạnh|"
    "quản lý|dự án|công trình|đường|cầu|trường học|học sinh|giáo viên|bệnh viện|gia đình|hộ nghèo|thu nhập|"
    "triệu đồng|tỷ đồng|"
    "phóng viên|cho biết|chia sẻ|phát biểu|hội nghị|tham dự|kiểm tra|giám sát|xử lý|vi phạm|an ninh|trật tự|quốc phòng|"
    "bảo vệ|môi trường|du lịch|lễ hội|thể thao|thanh niên|phụ nữ|nông dân|cựu chiến binh|mặt trận tổ quốc|khó khăn|"
    "thuận lợi|cơ sở|hạ tầng|giao thông|thủy lợi|đất đai|quy hoạch|ngân sách|chính sách|pháp luật|nghị quyết|chỉ đạo"
)
_SUBJECTS = (
    "cải cách hành chính|chuyển đổi số|nông thôn mới|đầu tư công|giải phóng mặt bằng|phòng cháy chữa cháy|đại đoàn kết|"
    "bảo hiểm y tế|an toàn giao thông|biến đổi khí hậu|hạn mặn|sạt lở bờ sông|dịch tả lợn|sầu riêng|nuôi tôm|cà phê|"
    "khu công nghiệp|tuyển sinh|thi tốt nghiệp|khuyến học|hiến máu|sốt xuất huyết|tiêm chủng|tai nạn giao thông|"
    "buôn lậu|ma túy|xét xử|bóng đá|bóng chuyền|dân ca quan họ|đờn ca tài tử|cồng chiêng|làng nghề|di tích|bảo tồn|"
    "sáp nhập|tinh giản biên chế|tiếp xúc cử tri|phòng chống tham nhũng|xuất khẩu|thương mại điện tử|điện mặt trời|"
    "trồng rừng|rác thải|nước sạch|ngập lụt|bão|nắng nóng|đê điều|chợ truyền thống"
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words in order of frequency, and what articles may be about."""

    words: tuple[str, ...]
    drawn: tuple[str, ...]
    """The words, each as often as by Zipf's law: drawing from it evenly is quicker than drawing by weight."""
    topics: tuple[tuple[str, ...], ...]
    """Words that belong together; those of a topic come often in its articles."""
    names: tuple[str, ...]
    """People: invented, of three syllables."""


def make_vocabulary(seed: int = 2023) -> Vocabulary:
    """The same words in the same order on every machine."""
    chance = random.Random(seed)
    syllables = _syllables(chance)
    common = [word for part in _COMMON.split("|") for word in (part.split() if part.startswith("và ") else [part])]
    words = list(dict.fromkeys((*common, *_SUBJECTS.split("|"), *_made_up(syllables, chance))))[:WORDS]
    drawn = tuple(word for rank, word in enumerate(words) for _ in range(1 + int(_DRAWN / (rank + 2.7))))
    subjects = [*_SUBJECTS.split("|"), *chance.sample(words[500:20_000], 350)]
    rest = words[len(common) : 40_000]
    topics = tuple((subject,) * 12 + tuple(chance.sample(rest, 120)) for subject in subjects)
    names = tuple(" ".join(word.capitalize() for word in chance.sample(syllables[:600], 3)) for _ in range(6_000))
    return Vocabulary(tuple(words), drawn, topics, names)


def _syllables(chance: random.Random) -> list[str]:
    """Every syllable that Vietnamese spelling allows, shuffled, cut to those in use."""
    stopped = _STOPPED.split()
    spelt = [
        syllable
        for onset, rime in product((*_ONSETS.split(), ""), (*_OPEN.split(), *stopped))
        if _may_follow(onset, rime)
        for tone in (("'", ".") if rime in stopped else _TONES)
        if (syllable := _with_tone(onset, rime, _TONES[tone]))
    ]
    unique = sorted(set(spelt))
    chance.shuffle(unique)
    return unique[:_SYLLABLES]


def _may_follow(onset: str, rime: str) -> bool:
    front = rime[0] in _FRONT
    if onset in _BEFORE_FRONT:
        return front
    if onset in _NOT_BEFORE_FRONT:
        return not front
    if onset == "qu":
        return rime[0] not in "ouôưi"
    return not (onset == "gi" and rime[0] == "i")


def _with_tone(onset: str, rime: str, tone: str) -> str:
    """The tone stands on a vowel with a mark of its own, else on the last before a consonant, else on the first."""
    vowels = [i for i, c in enumerate(rime) if unicodedata.normalize("NFD", c)[0] in "aeiouy"]
    marked = [i for i in vowels if rime[i] in "ăâêôơư"]
    closed = vowels[-1] < len(rime) - 1
    at = marked[-1] if marked else vowels[-1] if closed else vowels[len(vowels) // 2 if len(vowels) > 2 else 0]
    return onset + unicodedata.normalize("NFC", rime[: at + 1] + tone) + rime[at + 1 :]


def _made_up(syllables: list[str], chance: random.Random) -> list[str]:
    """Words of one to three syllables; some syllables are in hundreds of words, as in the language."""
    sums = list(accumulate(1 / (rank + 30) ** 0.7 for rank in range(len(syllables))))
    parts = iter(chance.choices(syllables, cum_weights=sums, k=WORDS * 3))
    lengths = chance.choices((1, 2, 3), (6, 80, 14), k=int(WORDS * 1.2))
    return [" ".join(next(parts) for _ in range(length)) for length in lengths]
