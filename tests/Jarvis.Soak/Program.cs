using System.Globalization;
using Jarvis.Soak;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const string Help =
    """
    Usage: Jarvis.Soak [MINUTES]

    Has 50 conversations of 5 tenants ask turns of every kind of one host on a state file, for MINUTES (10 by default, 0.1 to 1440). Checks that every
    turn that was accepted ended and is kept, that no event is missing or doubled, that memory is flat (median of the last third within 5 % of the
    second) and that no file handles are left open. Says how it goes every 10 s. Exits 0 when all of that holds, 1 when not.
    """;

switch (args)
{
    case ["--help" or "-h"]:
        Console.WriteLine(Help);
        return 0;
    case []:
        return await new SoakRun(TimeSpan.FromMinutes(10), Console.Out).RunAsync() ? 0 : 1;
    case [var text] when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var minutes) && minutes is >= 0.1 and <= 1440:
        return await new SoakRun(TimeSpan.FromMinutes(minutes), Console.Out).RunAsync() ? 0 : 1;
    default:
        Console.Error.WriteLine("Give one number of minutes from 0.1 to 1440. See --help.");
        return 2;
}
