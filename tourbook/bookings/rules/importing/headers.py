"""What headers call a column, in the languages of the delegations, beside `rosters.HEADERS`.

One bar stands between two words. Case, punctuation, spaces and points do not matter.
"""

# ruff: noqa: RUF001

MORE = {
    "number": ("no|nr|nro|#|n°|№|num|number|jrk|lfd.nr"),
    "name": (
        "participants|participant's name|name of participant|name and surname|name surname|"
        "surname and name|surname, name|surname, given name|osallistujan nimi|"
        "deltagarens namn|teilnehmer|teilnehmerin|name, vorname|vor- und nachname|voller name|"
        "vollständiger name|nom complet|nom et prénom|nom, prénom|noms et prénoms|"
        "participante|nombre completo|nombre y apellidos|apellidos y nombre|partecipante|"
        "nome completo|nome e cognome|cognome e nome|täisnimi|ees- ja perekonnanimi|osaleja|"
        "dalībnieks|vārds, uzvārds|vārds un uzvārds|dalyvis|vardas, pavardė|vardas pavardė|"
        "vardas ir pavardė|uczestnik|imię i nazwisko|nazwisko i imię|имя и фамилия|"
        "фамилия и имя|фио|ф.и.о.|участник|фамилия, имя|фамилия имя отчество|піб|п.і.б.|"
        "учасник|прізвище та ім'я|ім'я та прізвище|الاسم الكامل|الاسم|اسم المشارك|المشارك|"
        "nome|vardas ir pavarde|imie i nazwisko|navn|fulde navn|naam|jméno a příjmení|שם מלא|"
        "שם|ชื่อ-นามสกุล|पूरा नाम|नाम|姓名|氏名|名前|성명|이름"
    ),
    "first": (
        "first|firstname|forename|forenames|given|given name(s)|first name(s)|vorname|"
        "vornamen|prénom|prénoms|prenom|nombre|nombres|nome di battesimo|eesnimi|eesnimed|"
        "vārds|vardas|imię|imiona|imie|имя|ім'я|الاسم الأول|fornavn|voornaam|jméno|שם פרטי|"
        "ชื่อ|名|förnamn|etunimi|calling name|kutsumanimi|tilltalsnamn"
    ),
    "last": (
        "last|lastname|surname(s)|family|familyname|nachname|familienname|zuname|nom|"
        "nom de famille|apellido|apellidos|cognome|perekonnanimi|perenimi|uzvārds|pavardė|"
        "pavarde|nazwisko|фамилия|прізвище|اسم العائلة|اللقب|الكنية|etternavn|efternavn|"
        "achternaam|příjmení|שם משפחה|นามสกุล|姓|氏"
    ),
    "middle": ("middle name|middle names|patronymic|отчество|по батькові|toinen nimi|andra namn"),
    "spoken": (
        "pronunciation|spoken name|spoken form|how to say it|name in latin letters|latin name|"
        "name in english|transliteration|romanised name|romanized name|ääntäminen|"
        "ääntämisohje|nimi latinalaisin kirjaimin|uttal|aussprache|prononciation|"
        "pronunciación|pronuncia|hääldus|произношение|имя латиницей|латиницей|вимова|furigana|"
        "ふりがな|フリガナ|拼音"
    ),
    "form_of_address": (
        "form of address|mr/ms|mr/mrs|mr./ms.|mr./mrs.|ms/mr|mr|gender title|prefix|honorific|"
        "anrede|titel|herr/frau|civilité|titre|m./mme|tratamiento|título|sr./sra.|titolo|"
        "appellativo|pöördumine|tiitel|uzruna|kreipinys|tytuł|forma grzecznościowa|обращение|"
        "звернення|титул|اللقب الرسمي|hra/rva|herra/rouva|aanhef|oslovení|称谓|敬称"
    ),
    "post": (
        "job|occupation|title and position|rank|rank/position|designation|duty|funktion|"
        "stellung|dienstgrad|amt|beruf|poste|fonction|grade|cargo|puesto|función|qualifica|"
        "carica|ruolo|funzione|amet|ametikoht|auaste|amats|pareigos|stanowisko|funkcja|"
        "stopień|должность|звание|посада|звання|المنصب|الوظيفة|الرتبة|virka-asema|sotilasarvo|"
        "grad|stilling|functie|funkce|职务|職位|役職|직위"
    ),
    "email": (
        "e-mail address(es)|e mail|email id|mailadresse|e-mail-adresse|e-mailadresse|courriel|"
        "adresse e-mail|adresse électronique|adresse mail|correo|correo electrónico|"
        "posta elettronica|indirizzo e-mail|indirizzo email|e-posti aadress|meil|e-pasts|"
        "epasts|el. paštas|el paštas|elektroninis paštas|adres e-mail|poczta elektroniczna|"
        "эл. почта|электронная почта|почта|електронна пошта|ел. пошта|البريد الإلكتروني|"
        "s-posti|mejl|mejladress|אימייל|อีเมล|邮箱|电子邮件|メール|이메일"
    ),
    "nationality": (
        "country|citizen of|country of citizenship|nationality / citizenship|"
        "staatsangehörigkeit|nationalität|land|nationalité|citoyenneté|pays|nacionalidad|"
        "ciudadanía|país|nazionalità|cittadinanza|paese|kodakondsus|riik|pilsonība|valsts|"
        "pilietybė|šalis|obywatelstwo|narodowość|kraj|гражданство|страна|громадянство|країна|"
        "الجنسية|البلد|maa|medborgare i|statsborgerskab|nationaliteit|státní občanství|国籍|"
        "국적"
    ),
    "employer": (
        "institution|agency|ministry|department|unit|service|affiliation|organisation / unit|"
        "organisation/company|behörde|firma|unternehmen|arbeitgeber|dienststelle|einrichtung|"
        "employeur|entreprise|société|organisme|établissement|empresa|organización|"
        "institución|entidad|empleador|ente|azienda|organizzazione|istituzione|"
        "datore di lavoro|asutus|tööandja|ettevõte|organisatsioon|iestāde|darba devējs|"
        "uzņēmums|organizācija|įstaiga|darbdavys|įmonė|organizacija|instytucja|pracodawca|"
        "firma / instytucja|organizacja|организация|учреждение|ведомство|компания|"
        "место работы|організація|установа|компанія|جهة العمل|المؤسسة|الجهة|الشركة|laitos|"
        "yksikkö|organisation|werkgever|zaměstnavatel|单位|機関|소속"
    ),
    "phone": (
        "tel|tel.|tel. no.|telephone number|mobile phone|mobile number|cell|cell phone|"
        "contact number|gsm|handy|telefonnummer|mobiltelefon|mobilnummer|rufnummer|téléphone|"
        "portable|n° de téléphone|numéro de téléphone|teléfono|móvil|telefono|cellulare|"
        "telefoninumber|mobiiltelefon|tālrunis|tālruņa numurs|telefonas|tel. nr.|"
        "numer telefonu|telefon komórkowy|телефон|номер телефона|мобильный|моб.|мобільний|"
        "الهاتف|رقم الهاتف|الجوال|matkapuhelin|gsm-nro|puh.|puh|telefoon|电话|電話|전화|טלפון"
    ),
    "vehicle": (
        "car registration|plate|plate number|number plate|kennzeichen|kfz-kennzeichen|"
        "fahrzeug|immatriculation|véhicule|matrícula|vehículo|targa|veicolo|auto number|"
        "autonumber|numurzīme|automašīna|valstybinis numeris|automobilis|numer rejestracyjny|"
        "samochód|автомобиль|номер автомобиля|автомобіль|السيارة|رقم السيارة|rek.nro"
    ),
    "clothing_size": (
        "t-shirt size|clothes size|kleidergröße|größe|taille|talla|taglia|suurus|izmērs|dydis|"
        "rozmiar|размер|размер одежды|розмір|المقاس|maat|velikost"
    ),
    "birth_date": (
        "birth date|date of birth|birthday|born|dob|d.o.b.|birthdate|syntymäaika|synt.aika|"
        "syntymäpäivä|syntynyt|s.aika|födelsedatum|född|födelsedag|geburtsdatum|geboren|geb.|"
        "geb.datum|date de naissance|né(e) le|né le|naissance|fecha de nacimiento|nacimiento|"
        "data di nascita|nato il|nascita|sünniaeg|sünnikuupäev|sünd.|dzimšanas datums|"
        "dzimšanas dati|gimimo data|data urodzenia|ur.|дата рождения|род.|д.р.|"
        "дата народження|تاريخ الميلاد|تاريخ الولادة|fødselsdato|geboortedatum|datum narození|"
        "תאריך לידה|วันเกิด|जन्म तिथि|出生日期|生年月日|생년월일"
    ),
    "needs": (
        "diet|special diet|dietary requirements|dietary|food allergies|allergies|allergy|"
        "ruokavalio|erityisruokavalio|allergiat|specialkost|kost|allergier|diät|ernährung|"
        "allergien|régime|régime alimentaire|allergies alimentaires|dieta|alergias|allergie|"
        "toitumine|allergiad|alerģijas|diēta|alergijos|dieta / alergie|диета|аллергии|питание|"
        "дієта|алергії|النظام الغذائي|الحساسية|health|special needs|religion|uskonto|medical|"
        "accessibility needs"
    ),
    "document": (
        "passport|passport no|passport no.|passport number|id number|identity number|id card|"
        "id no|id no.|document number|personal code|personal id|social security number|passi|"
        "passin numero|passinumero|henkilötunnus|hetu|passnummer|personnummer|reisepass|"
        "passnr.|reisepassnummer|ausweisnummer|passeport|n° de passeport|numéro de passeport|"
        "pasaporte|número de pasaporte|passaporto|numero di passaporto|isikukood|passi number|"
        "personas kods|pases numurs|asmens kodas|paso numeris|numer paszportu|paszport|pesel|"
        "паспорт|номер паспорта|серия и номер паспорта|паспорт №|رقم الجواز|جواز السفر|护照号|"
        "護照號碼"
    ),
}
