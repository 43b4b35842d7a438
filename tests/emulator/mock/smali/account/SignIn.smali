# The set-up of the account app: after it exactly one account is signed in, the one it names, or
# none when it names none.
.class public Lmock/SignIn;
.super Lmock/Setup;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Lmock/Setup;-><init>()V
    return-void
.end method

.method public onReceive(Landroid/content/Context;Landroid/content/Intent;)V
    .registers 6
    invoke-super {p0, p1, p2}, Lmock/Setup;->onReceive(Landroid/content/Context;Landroid/content/Intent;)V
    invoke-static {p1}, Lmock/XiaomiAccount;->remove(Landroid/content/Context;)V
    const-string v0, "account"
    const-string v1, ""
    invoke-static {p1, v0, v1}, Lmock/Switches;->get(Landroid/content/Context;Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    invoke-virtual {v0}, Ljava/lang/String;->isEmpty()Z
    move-result v1
    if-nez v1, :none
    invoke-static {p1, v0}, Lmock/XiaomiAccount;->add(Landroid/content/Context;Ljava/lang/String;)V
    :none
    return-void
.end method
