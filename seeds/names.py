"""Invented people's names: given and family names of many languages, put together by chance."""

import random
import re
import unicodedata

# Pools by language, so that most names sound like one; a fifth of them mix two, as in any large company.
_GIVEN = (
    "Alva Birgitta Elsa Freja Ingegerd Linnéa Maja Sigrid Åsa Anton Björn Emil Göran Håkan Love Nils Sixten Örjan",
    "Annika Brigitte Dorothea Frieda Heike Jutta Käthe Ulrike Bernd Detlef Eckhard Henning Jörg Lutz Rüdiger Uwe",
    "Aoife Bríd Caoimhe Gráinne Niamh Órla Sadhbh Sorcha Cathal Cillian Diarmuid Fiachra Lorcán Odhrán Pádraig Tadhg",
    "Ailsa Beatrix Clemency Edith Harriet Imogen Maud Winifred Alistair Barnaby Clive Giles Hamish Jasper Rupert",
    "Bożena Danuta Grażyna Halina Jolanta Małgorzata Żaneta Bartosz Cezary Grzegorz Łukasz Mieszko Przemysław Wojtek",
    "Alžběta Blanka Jitka Květa Milada Růžena Zdeňka Bohumil Čeněk Jaromír Květoslav Otakar Radovan Štěpán Zbyněk",
    "Ángela Belén Consuelo Íñiga Lucía Nélida Rocío Yolanda Álvaro Efraín Gonzalo Joaquín Nicolás Óscar Rubén Saúl",
    "Beatriz Conceição Eugênia Fátima Iolanda Lívia Açucena Brás Caetano Gonçalo Inácio Leôncio Raimundo Simão Tomé",
    "Ayşe Çiğdem Elif Gülşen İpek Nurgül Şebnem Yıldız Barış Çağatay Emre Göktuğ Hakan Oğuz Şahin Tuğrul Ümit",
    "Abeni Chiamaka Folake Ifeoma Ngozi Omolara Temitope Yewande Adebayo Chukwudi Emeka Ifeanyi Kayode Olumide Tunde",
    "Ama Akosua Efua Esi Makena Nyambura Wanjiku Wairimu Kwabena Kwaku Kipchumba Kamau Mwangi Njoroge Yaw Kojo",
    "Ananya Bhavana Deepika Kavitha Lakshmi Meenakshi Revathi Sowmya Arvind Dinesh Ganesh Kiran Manjunath Suresh",
    "Farzana Gulnaz Humaira Mahnoor Nasreen Rukhsana Sadia Zubaida Adeel Bilal Danish Farhan Kamran Nadeem Shahid",
    "Ai Chiyo Fumiko Haruka Kazumi Nozomi Sayuri Yukari Daichi Eiji Hayato Kenji Masato Shinji Takumi Yūsuke",
    "Bích Diệu Hằng Khánh Loan Ngọc Phượng Thảo Anh Đức Hiếu Khôi Minh Quốc Thắng Tuấn",
    "Hui Jiayi Lihua Meiling Peishan Qing Shufen Xiaoyan Boon Chongwei Guowei Haoran Jianhong Kahwai Weijie",
    "Eun-ji Hae-won Ji-woo Mi-sook Seo-yeon Soo-ah Yoon-hee Byung-ho Dong-hyun Jae-sung Kyung-min Sang-woo Tae-yang",
    "Ardita Blerina Drita Ermira Liridona Valbona Agron Besnik Dardan Fatos Ilir Luan Shkëlzen Arben",
    "Eszter Gyöngyi Ilona Réka Zsófia Ágnes Csilla Balázs Csaba Gergő Lőrinc Zoltán Örs Ákos",
    "Aino Eevi Hilkka Kaisu Päivi Tuulikki Äänis Eero Heikki Jyrki Olavi Pekka Väinö Yrjö",
    "سلمى نورهان هالة رانيا ياسمين طارق بسام مروان",
    "יעל תמר נועה שירה אלון עמית גיא רועי",
)
_FAMILY = (
    "Björkenstam Dahlqvist Ekströmer Fågelström Hjortsberg Klingvall Lövenborg Norrbäck Rönnqvist Sjögrenius",
    "Ahrensmeier Blumrath Dörfelt Eichstedt Grünhagen Hüttenrauch Kesselbach Mörsdorf Pfannschmidt Rübsamen Zwickert",
    "Breathnach Ó-Cadhain Mac-Conmara Ní-Fhloinn Ó-Raghallaigh Nic-Dhonncha Mag-Uidhir Ó-Searcaigh Ó-Tuathail",
    "Applethwaite Birtwhistle Cholmeley Dunderdale Entwistle Fairweather Gathercole Hebblethwaite Micklewright",
    "Brzęczyszak Chrzanowiecki Dąbrowiński Gwiaździk Kołodziejek Łączyński Mroczkiewicz Pędziwiatr Szczypiorek",
    "Bělohradský Černohlávek Dvořáček Hlaváčková Kolářík Křivánek Němcovič Říhošek Šafránek Vondrušek Žďárek",
    "Albarracín Bermúdez-Roa Cañizares Echeverría Ibarburu Lizarraga Montañés Ordóñez Peñaloza Quiñones Urrutia",
    "Abrantes Bragançoso Cerqueira Figueirôa Gusmão Leitão-Reis Magalhãis Nóbrega Quintanilha Sacadura Vasconcelhos",
    "Altınbaş Büyükçelik Çamlıdere Dağdeviren Gümüşoğlu Karabıyık Özgürler Sarıkaya Şimşekli Türkoğuz Yağmurdere",
    "Adeyanju Babatola Chukwuma-Eze Ekwueme-Obi Fashanuga Igbokwe Nwachukwu Ogunbanjo Okonjobi Onwudiwe Sowemimo",
    "Agyemang-Dua Asantewaa Boakye-Yiadom Gitonga Kariuki-Ndege Muthoni-Were Nkansah Ochieng-Rao Owusu-Bempah Wekesa",
    "Bhaskaran Chandrashekhar Deshikachar Hegdekatte Krishnaswamy Muthuraman Narasimhan Raghunandan Subbaramaiah",
    "Akhundzadeh Bukharizai Chaudhrani Durranizai Gilanizad Khokharwal Lodhiani Qazalbash Siddiquani Tareenzai",
    "Aonuma Fujibayashi Hoshikawa Isozaki Kurosaka Mizushima Nakamizo Ōtsubo Sakuragawa Tachibanada Umezaki",
    "Đặng-Vũ Huỳnh-Lê Lương-Trịnh Nguyễn-Phúc Ngô-Đình Phạm-Tạ Tôn-Thất Trương-Võ Vương-Hà Quách-Mai",
    "Aw-Yeong Chiangmao Goh-Lin Hsiaopei Kwek-Tan Liewhong Ouyangli Sim-Chua Tanumihar Wee-Koh Yeo-Quek Zhuge-Lo",
    "Cheon-Ra Dokgo Gilsang Hwangbo Jegal-Ko Namgungmin Pyo-Seol Sagong Seomun-Ha Tak-Won Yeon-Bang",
    "Arapovci Bardhosh Çelajan Dushkaj Gjonbalaj Hoxhallari Kastratovic Lleshaj Përmeti Ruçajli Shkodranë Zefajli",
    "Bánkúti Csengődi Dérföldi Gyulaváry Hegyháti Kőszeghy Mezőlaki Őrhalmi Szentgyörgyvári Tölgyessy Újfalussy",
    "Haapakoski Jääskeläisniemi Kuusilehto Lähteenoja Mäntysalmi Pöyhösaari Ristolahti Säynäjärvi Tervavuori Ylämäki",
    "الدوريني الخطيباوي النجارين الزهرواني الحلبوسي القصبجي",
    "אבןצור בןחורין הרגלעד כרמלון נאותדן שדהירוק",
)
_RIGHT_TO_LEFT = 2  # the last two pools; few, since most colleagues there write their names in Latin letters
_GIVEN_POOLS = tuple(tuple(pool.split()) for pool in _GIVEN)
_FAMILY_POOLS = tuple(tuple(pool.split()) for pool in _FAMILY)
_NO_DECOMPOSITION = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ø": "o", "ß": "ss", "æ": "ae"})


def invent_name(chance: random.Random) -> str:
    """One name; the same generator in the same state gives the same name."""
    latin = len(_GIVEN_POOLS) - _RIGHT_TO_LEFT
    if chance.random() < 0.01:
        pool = latin + chance.randrange(_RIGHT_TO_LEFT)
        given, family = chance.choice(_GIVEN_POOLS[pool]), chance.choice(_FAMILY_POOLS[pool])
        return f"{given} {family}"
    pool = chance.randrange(latin)
    other = chance.randrange(latin) if chance.random() < 0.2 else pool
    given, family = chance.choice(_GIVEN_POOLS[pool]), chance.choice(_FAMILY_POOLS[other])
    if chance.random() < 0.06:
        given = f"{given}-{chance.choice(_GIVEN_POOLS[pool])}"
    if chance.random() < 0.04:
        family = f"{family}-{chance.choice(_FAMILY_POOLS[other])}"
    return f"{given} {family.replace('Ó-', 'Ó ').replace('Ní-', 'Ní ')}"


def handle_of(name: str, hr_id: str) -> str:
    """The local part of a mail address: ASCII letters of the name, and the number that makes it unique."""
    plain = unicodedata.normalize("NFKD", name.translate(_NO_DECOMPOSITION)).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z]+", plain.casefold())
    return ".".join([*words[:1], *words[-1:], hr_id.lstrip("P0").casefold() or "0"][-3:])
