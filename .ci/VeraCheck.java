import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.VeraPDFFoundry;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/** Judges PDFs by one veraPDF profile. Started by the script {@code verapdf} beside this file. */
public final class VeraCheck {
    private static final int ALL_CONFORM = 0;
    private static final int SOME_DO_NOT = 1;
    private static final int USAGE = 2;

    public static void main(String[] arguments) {
        if (arguments.length < 2) {
            System.err.println("usage: VeraCheck FLAVOUR FILE...");
            System.exit(USAGE);
        }
        PDFAFlavour flavour = PDFAFlavour.fromString(arguments[0]);
        if (flavour == PDFAFlavour.NO_FLAVOUR) {
            System.err.println("error: veraPDF knows no flavour `" + arguments[0] + "`; try ua1 or 3a");
            System.exit(USAGE);
        }
        VeraGreenfieldFoundryProvider.initialise();
        List<String> files = Arrays.asList(arguments).subList(1, arguments.length);
        long refused = files.stream().filter(file -> !conforms(file, flavour)).count();
        System.out.printf("veraPDF %s: %d of %d files conform%n", flavour.getId(), files.size() - refused, files.size());
        System.exit(refused == 0 ? ALL_CONFORM : SOME_DO_NOT);
    }

    /** Prints the verdict on one file. A file that cannot be judged does not conform. */
    private static boolean conforms(String file, PDFAFlavour flavour) {
        if (!Files.isReadable(Path.of(file))) {
            System.out.println("ERROR " + file + ": there is no such file, or it cannot be read");
            return false;
        }
        VeraPDFFoundry foundry = Foundries.defaultInstance();
        // The flavour is given to both: otherwise the file's own claim would choose the profile.
        try (var parser = foundry.createParser(Path.of(file).toFile(), flavour);
                var validator = foundry.createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            // Nothing tested is nothing shown.
            boolean conforms = result.isCompliant() && result.getTotalAssertions() > 0;
            System.out.printf("%s %s (%d checks)%n", conforms ? "PASS" : "FAIL", file, result.getTotalAssertions());
            explain(result);
            return conforms;
        } catch (Exception | LinkageError problem) {
            System.out.println("ERROR " + file + ": " + problem);
            return false;
        }
    }

    /** Prints every broken rule with the clause of the standard and how often it is broken. */
    private static void explain(ValidationResult result) {
        result.getFailedChecks().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(RuleId::getClause).thenComparing(RuleId::getTestNumber)))
                .forEach(broken -> System.out.printf("  %s, clause %s, test %d, %d times: %s%n",
                        broken.getKey().getSpecification().getId(),
                        broken.getKey().getClause(),
                        broken.getKey().getTestNumber(),
                        broken.getValue(),
                        result.getValidationProfile().getRuleByRuleId(broken.getKey()).getDescription()));
    }
}
