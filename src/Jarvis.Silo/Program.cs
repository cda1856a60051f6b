using Jarvis.Errors;
using Jarvis.Silo;
using Microsoft.Extensions.Options;

try
{
    if (args is ["ask", var text, .. var files])
    {
        return await ClusterAsk.RunAsync(text, files, Console.Out, CancellationToken.None);
    }

    await using var silo = SiloHost.Build(args);
    await silo.RunAsync();
    return 0;
}
catch (OptionsValidationException invalid)
{
    Console.Error.WriteLine($"A setting is wrong: {string.Join(' ', invalid.Failures)}");
    return 2;
}
catch (JarvisException refused)
{
    Console.Error.WriteLine(refused.Message);
    return 2;
}
