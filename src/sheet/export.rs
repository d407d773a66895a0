//! A brief as a workbook that a colleague fills in Excel or LibreOffice.

use rust_xlsxwriter::{
    Color, ConditionalFormatBlank, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format,
    FormatAlign, Formula, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use super::column::{Column, Form, Tab};
use super::desk::Desk;
use super::mark::{MARK, mark};
use super::{delimited, guard};

/// The longest text of a cell, in UTF-16 units.
const MAX_CELL: usize = 32_767;
/// The height of a line, in points.
const LINE: f64 = 15.0;
/// The width of what explains a column on the first sheet, in characters.
const HELP: f64 = 100.0;
/// How many empty rows below the filled ones are ready to be filled.
const SPARE_ROWS: u32 = 500;

/// A workbook.
#[derive(Debug)]
pub struct Made {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Rows that have a text too long for a cell, and are not in it.
    pub left_out: Vec<String>,
}

/// The brief as a workbook.
///
/// # Errors
/// When it cannot be made.
pub fn workbook(desk: &Desk, slug: &str) -> Result<Made, String> {
    build(desk, slug).map_err(|error| error.to_string())
}

/// One tab as CSV.
pub fn csv(desk: &Desk, tab: Tab) -> Vec<u8> {
    let mut rows = vec![head(tab)];
    for mut cells in desk.rows(tab) {
        cells.push(mark(tab, &cells));
        rows.push(cells);
    }
    delimited::write(&rows)
}

fn head(tab: Tab) -> Vec<String> {
    tab.columns().iter().map(|column| column.field).chain([MARK]).map(str::to_owned).collect()
}

struct Looks {
    head: Format,
    must: Format,
    key: Format,
    cell: Format,
    guarded: Format,
    spare: Format,
}

fn build(desk: &Desk, slug: &str) -> Result<Made, XlsxError> {
    let mut book = Workbook::new();
    // The same brief gives the same bytes: no clock is asked.
    let moment = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(slug).set_creation_datetime(&moment));
    let text = || Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    let looks = Looks {
        head: Format::new().set_bold().set_background_color(Color::RGB(0xD9_E2_EC)).set_align(FormatAlign::Top),
        must: Format::new().set_bold().set_background_color(Color::RGB(0xB8_C9_D9)).set_align(FormatAlign::Top),
        key: text().set_background_color(Color::RGB(0xF0_F0_F0)),
        cell: text().set_unlocked(),
        guarded: text().set_unlocked().set_quote_prefix(),
        spare: text().set_unlocked(),
    };
    about(book.add_worksheet(), slug, &looks)?;
    let lists = lists();
    let mut left_out = Vec::new();
    for tab in Tab::ALL {
        let fits = |cells: &Vec<String>| cells.iter().all(|text| text.encode_utf16().count() <= MAX_CELL);
        let (rows, long): (Vec<_>, Vec<_>) = desk.rows(tab).into_iter().partition(fits);
        left_out.extend(long.iter().map(|cells| {
            let key = cells.iter().take(tab.keys()).cloned().collect::<Vec<_>>();
            format!("{}: {}", tab.name(), key.join(", "))
        }));
        sheet(book.add_worksheet(), &rows, tab, &looks, &lists)?;
    }
    let sheet = book.add_worksheet();
    sheet.set_name(LISTS)?;
    for (at, (name, words)) in (0_u16..).zip(&lists) {
        sheet.write_string_with_format(0, at, name, &looks.head)?;
        for (row, word) in (1_u32..).zip(words) {
            sheet.write_string(row, at, *word)?;
        }
    }
    sheet.set_hidden(true).protect();
    Ok(Made { bytes: book.save_to_buffer()?, left_out })
}

const ABOUT: &str = "Read me";
/// The hidden sheet with the words of each drop-down list.
const LISTS: &str = "Lists";
/// The sheets of a workbook that hold nothing of the brief.
pub const OWN_SHEETS: [&str; 2] = [ABOUT, LISTS];

/// The drop-down lists by tab and field.
fn lists() -> Vec<(String, Vec<&'static str>)> {
    let mut lists = Vec::new();
    for tab in Tab::ALL {
        for column in tab.columns() {
            let words = column.words();
            if !words.is_empty() {
                lists.push((format!("{}.{}", tab.name(), column.field), words));
            }
        }
    }
    lists
}

fn about(sheet: &mut Worksheet, slug: &str, looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_name(ABOUT)?;
    let lines = [
        format!("The data of the brief `{slug}`, to be filled in and brought back."),
        format!("Bring it back with: evenhand sheet import {slug} FILE"),
        "Each tab has one row an entry. Fill cells and add rows; what you leave alone stays as it is.".to_owned(),
        "Grey cells are locked: they say which entry a row is. For a new entry use a row below the last one."
            .to_owned(),
        "Translations stand on a tab of their own, each beside its original. Yellow cells are still to be filled."
            .to_owned(),
        "Deleting a row or leaving it out deletes nothing in the brief.".to_owned(),
        "Ids of other entries are written as on their own tab; several with commas between them.".to_owned(),
        "This file holds what the brief's own files hold, confidential parts and names among it. Treat it alike."
            .to_owned(),
    ];
    for (row, line) in (0_u32..).zip(&lines) {
        sheet.write_string(row, 0, line)?;
    }
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let mut row = 9;
    for (at, name) in (0_u16..).zip(["tab", "column", "needed", "what to write"]) {
        sheet.write_string_with_format(row, at, name, &looks.head)?;
    }
    for tab in Tab::ALL {
        for column in tab.columns() {
            row += 1;
            sheet.write_string(row, 0, tab.name())?;
            sheet.write_string(row, 1, column.field)?;
            sheet.write_string(row, 2, if column.required { "yes" } else { "" })?;
            let help = help(column);
            sheet.write_string_with_format(row, 3, &help, &wrapped)?;
            sheet.set_row_height(row, height([(HELP, &help)].into_iter()))?;
        }
    }
    sheet.set_column_width(0, 14)?.set_column_width(1, 20)?.set_column_width(2, 8)?.set_column_width(3, HELP)?;
    sheet.set_freeze_panes(10, 0)?.set_landscape().set_print_fit_to_pages(1, 0);
    sheet.protect();
    Ok(())
}

/// What to write into a column, with its words where they are few.
fn help(column: &Column) -> String {
    match column.words() {
        words if words.is_empty() => column.help.to_owned(),
        words => format!("{} One of: {}", column.help, words.join(", ")),
    }
}

fn sheet(
    sheet: &mut Worksheet,
    rows: &[Vec<String>],
    tab: Tab,
    looks: &Looks,
    lists: &[(String, Vec<&'static str>)],
) -> Result<(), XlsxError> {
    sheet.set_name(tab.name())?;
    let columns = tab.columns();
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX).saturating_add(SPARE_ROWS);
    let mark_column = u16::try_from(columns.len()).unwrap_or(0);
    for (at, column) in (0_u16..).zip(columns) {
        sheet.set_column_width(at, width(column))?.set_column_format(at, &looks.spare)?;
        sheet.write_string_with_format(0, at, column.field, if column.required { &looks.must } else { &looks.head })?;
        sheet.add_data_validation(1, at, last, at, &validation(tab, column, lists)?)?;
    }
    sheet.write_string_with_format(0, mark_column, MARK, &looks.head)?;
    sheet.set_column_hidden(mark_column)?;
    for (row, cells) in (1_u32..).zip(rows) {
        for (at, text) in (0_u16..).zip(cells) {
            let shown = columns.get(usize::from(at)).is_some_and(|column| matches!(column.form, Form::Shown));
            let look = match (usize::from(at) < tab.keys() || shown, guard::is_risky(text)) {
                (true, _) => &looks.key,
                (false, true) => &looks.guarded,
                (false, false) => &looks.cell,
            };
            match text.is_empty() {
                true => sheet.write_blank(row, at, look)?,
                // A string is written as a string, whatever it begins with.
                false => sheet.write_string_with_format(row, at, text, look)?,
            };
        }
        sheet.write_string_with_format(row, mark_column, mark(tab, cells), &looks.key)?;
        sheet.set_row_height(row, height(columns.iter().map(width).zip(cells)))?;
    }
    if tab == Tab::Translations && !rows.is_empty() {
        // What is still to be translated is seen at a glance.
        let open = ConditionalFormatBlank::new().set_format(Format::new().set_background_color(Color::RGB(0xFF_F4_CC)));
        let filled = u32::try_from(rows.len()).unwrap_or(0);
        sheet.add_conditional_format(1, mark_column - 1, filled, mark_column - 1, &open)?;
    }
    sheet.autofilter(0, 0, last, mark_column.saturating_sub(1))?;
    sheet.set_freeze_panes(1, u16::try_from(tab.keys()).unwrap_or(1))?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    sheet.protect_with_options(&ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        insert_rows: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    });
    Ok(())
}

/// How high a row is, in points, so that its cells can be read, each with the width of its column.
/// LibreOffice leaves a row without a height as low as one line.
fn height<'a>(cells: impl Iterator<Item = (f64, &'a String)>) -> f64 {
    // A word that does not fit goes to the next line whole.
    let lines = |(width, text): (f64, &String)| {
        text.lines().map(|line| (line.chars().count() as f64 / (width * 0.9)).ceil().max(1.0)).sum::<f64>()
    };
    // Spreadsheets have no higher ones.
    (cells.map(lines).fold(1.0, f64::max) * LINE).min(409.0)
}

fn width(column: &Column) -> f64 {
    match (column.form, column.field) {
        (_, "original" | "translation" | "value") => 60.0,
        (
            _,
            "text" | "quotation" | "note" | "caveat" | "review.reason" | "descriptor" | "title" | "charge" | "reason",
        ) => 48.0,
        (_, "no." | "count") => 7.0,
        (_, "field") => 28.0,
        (_, "of" | "language") => 12.0,
        (Form::Scalar("Link") | Form::Names, _) => 32.0,
        (Form::YesNo | Form::Scalar(_), _) => 14.0,
        _ => 20.0,
    }
}

fn validation(tab: Tab, column: &Column, lists: &[(String, Vec<&'static str>)]) -> Result<DataValidation, XlsxError> {
    let name = format!("{}.{}", tab.name(), column.field);
    let list = lists.iter().enumerate().find(|(_, (list, _))| *list == name);
    let range = |sheet: &str, column: usize, rows: usize| {
        let letters = super::table::letters(column);
        Formula::new(format!("={sheet}!${letters}$2:${letters}${rows}"))
    };
    let validation = match (column.form, list) {
        (_, Some((at, (_, words)))) => DataValidation::new()
            .allow_list_formula(range(LISTS, at, words.len() + 1))
            .set_error_style(DataValidationErrorStyle::Stop)
            .set_error_title("Not one of the words")?
            .set_error_message("Choose one of the words of the list.")?,
        (Form::Reference(other), None) => {
            DataValidation::new().allow_list_formula(range(other.name(), 0, 5_000)).show_error_message(false)
        }
        _ => DataValidation::new().allow_any_value(),
    };
    let help: String = column.help.chars().take(254).collect();
    validation.set_input_title(column.field.chars().take(31).collect::<String>())?.set_input_message(help)
}
