using Jarvis.Client.Tests.Support;
using Jarvis.Errors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static Jarvis.Client.Tests.Support.StubServer;

namespace Jarvis.Client.Tests;

/// <summary>Where the client is told to look, and with which key.</summary>
public sealed class OptionsTests
{
    private static readonly Uri Local = new("http://127.0.0.1:5080");

    public static TheoryData<string, Action<JarvisClientOptions>> Faults => new()
    {
        { "Address", options => options.Address = new Uri("/jarvis", UriKind.Relative) },
        { "Address", options => options.Address = new Uri("ftp://jarvis.example") },
        { "Address", options => options.Address = new Uri("https://me:secret@jarvis.example") },
        { "Address", options => options.Address = new Uri("https://jarvis.example?key=secret") },
        { "Address", options => options.Address = null! },
        { "others can read the key", options => (options.Address, options.Key) = (new Uri("http://jarvis.example"), TestClient.Key) },
        { "exclude each other", options => (options.Key, options.KeyFile) = (TestClient.Key, "key") },
        { "Key is none", options => options.Key = "jv_\r\nHost: evil" },
        { "Key is none", options => options.Key = "" },
        { "Timeout", options => options.Timeout = TimeSpan.Zero },
        { "Retries", options => options.Retries = -1 },
        { "MaxDelay", options => options.MaxDelay = TimeSpan.Zero },
        { "Silence", options => options.Silence = TimeSpan.FromHours(2) },
        { "Patience", options => options.Patience = TimeSpan.FromSeconds(-1) },
        { "MaxResponseLength", options => options.MaxResponseLength = 1 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_cannot_be_is_told_before_anything_is_sent(string what, Action<JarvisClientOptions> configure)
    {
        using var services = With(configure);

        var told = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(what, told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(TestClient.Key, told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_are_those_of_a_server_on_this_machine()
    {
        using var services = With(_ => { });

        services.GetRequiredService<IStartupValidator>().Validate();

        Assert.Equal(Local, services.GetRequiredService<IOptions<JarvisClientOptions>>().Value.Address);
        Assert.Same(services.GetRequiredService<IJarvis>(), services.GetRequiredService<JarvisClient>());
    }

    [Fact]
    public async Task A_path_of_the_address_is_kept()
    {
        await using var server = await StartAsync(Json("""{"turn":"local/trip/1","sequence":1}"""));
        await using var client = new TestClient(new Uri(server.Address, "behind/a/proxy"));

        await client.SubmitAsync();

        Assert.Equal("POST /behind/a/proxy/v1/conversations/trip/turns", server.Asked.Single());
    }

    [Fact]
    public async Task A_key_of_a_file_is_read_for_each_call()
    {
        var seen = new List<string>();
        await using var server = await StartAsync(context =>
        {
            seen.Add(context.Request.Headers.Authorization.ToString());
            return Json("""{"turn":"local/trip/1","sequence":1}""")(context);
        });
        var file = Path.GetTempFileName();
        await using var client = new TestClient(server.Address, options => options.KeyFile = file);

        await File.WriteAllTextAsync(file, "jv_one\n");
        await client.SubmitAsync();
        await File.WriteAllTextAsync(file, "jv_two");
        await client.SubmitAsync();
        await File.WriteAllTextAsync(file, "two words");
        var none = await Assert.ThrowsAsync<JarvisException>(() => client.SubmitAsync());
        File.Delete(file);
        var gone = await Assert.ThrowsAsync<JarvisException>(() => client.SubmitAsync());

        Assert.Equal(["Bearer jv_one", "Bearer jv_two"], seen);
        Assert.Equal((ErrorCode.Unauthorized, ErrorCode.Unauthorized), (none.Code, gone.Code));
        Assert.Contains("KeyFile", gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_may_come_from_elsewhere()
    {
        var seen = "";
        await using var server = await StartAsync(context =>
        {
            seen = context.Request.Headers.Authorization.ToString();
            return Json("""{"turn":"local/trip/1","sequence":1}""")(context);
        });
        await using var client = new TestClient(server.Address, options => options.KeyProvider = _ => ValueTask.FromResult("jv_vault"));

        await client.SubmitAsync();

        Assert.Equal("Bearer jv_vault", seen);
    }

    private static ServiceProvider With(Action<JarvisClientOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddJarvisClient(configure);
        return services.BuildServiceProvider();
    }
}
